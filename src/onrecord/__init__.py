"""Onrecord reads the news and puts every event on the record."""
