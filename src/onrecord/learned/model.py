"""The model at run time: onnxruntime for the encoder, numpy for the heads.

One encoder pass a sentence, alone and on one thread: what the model says of a sentence depends on that sentence only,
never on what was read beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, wraps
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from onrecord.errors import MissingModel

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import BertWordPieceTokenizer

P = ParamSpec("P")
T = TypeVar("T")
Numbers = NDArray[np.float32]
Offsets = tuple[int, int]

LONGEST = 254
"""Word pieces of a sentence that are read; what comes after is not judged. One sentence in ten thousand of the
corpora is longer."""

FILES = ("encoder.onnx", "heads.npz", "vocab.txt", "model.json")


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence that the encoder has read.

    Parameters
    ----------
    states
        Pieces x width: the state of every word piece.
    offsets
        Characters of the sentence that each piece stands for.
    mean
        The mean of the states.
    """

    states: Numbers
    offsets: tuple[Offsets, ...]
    mean: Numbers

    def pieces(self, spans: Sequence[Offsets]) -> list[int]:
        """The pieces that stand in any of the spans."""
        return [
            i for i, (a, b) in enumerate(self.offsets) if a < b and any(a < end and start < b for start, end in spans)
        ]

    def pooled(self, spans: Sequence[Offsets]) -> Numbers | None:
        """The mean state of what stands in the spans; None where nothing of it was read."""
        inside = self.pieces(spans)
        return self.states[inside].mean(axis=0) if inside else None


def _on_one_thread(answer: Callable[P, T]) -> Callable[P, T]:
    """Keep numpy's linear algebra to one thread: for products as small as these, more of them only wait for each
    other."""

    @wraps(answer)
    def quiet(*args: P.args, **kwargs: P.kwargs) -> T:
        with _threads().limit(limits=1, user_api="blas"):
            return answer(*args, **kwargs)

    return quiet


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


class Model:
    """Encoder, heads and labels of one folder of weights.

    Parameters
    ----------
    folder
        Where ``encoder.onnx``, ``heads.npz``, ``vocab.txt`` and ``model.json`` lie.

    Raises
    ------
    MissingModel
        When a file is missing or cannot be read.

    Examples
    --------
    >>> model = load_model()
    >>> sentence = "The rebels freed two pilots."
    >>> read = model.read(sentence)
    >>> [chances] = model.words(read, [(11, 16)])
    >>> model.types[int(chances.argmax())]
    'RETREAT'
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self._facts: Mapping[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf8"))
            with np.load(folder / "heads.npz") as stored:
                self._heads = {name: stored[name].astype(np.float32) for name in stored.files}
            self._encoder = _session(folder / "encoder.onnx")
            self._pieces = _tokenizer(folder / "vocab.txt")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise MissingModel(
                f"the model's weights cannot be read ({error})",
                where=str(folder),
                remedy="install onrecord again, or say --no-model to code by rules alone",
            ) from error
        self.name: str = self._facts["name"]
        self.types: tuple[str, ...] = tuple(self._facts["types"])
        self.tags: tuple[str, ...] = tuple(self._facts["tags"])
        self.modes: tuple[str, ...] = tuple(self._facts["modes"])
        self.context_names: tuple[str, ...] = tuple(self._facts["contexts"])

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the files of the weights."""
        digest = hashlib.sha256()
        for name in FILES:
            digest.update(name.encode() + b"\0" + hashlib.sha256((self.folder / name).read_bytes()).digest())
        return digest.hexdigest()

    @property
    def version(self) -> str:
        """``name@hash``, as a mention carries it."""
        return f"{self.name}@{self.hash[:12]}"

    def fact(self, name: str) -> Any:
        """A number or table that was set together with the weights (``model.json``)."""
        return self._facts[name]

    # --- reading and asking

    def read(self, sentence: str) -> Read:
        """Run the encoder over a sentence."""
        coded = self._pieces.encode(sentence)
        ids, offsets = coded.ids, coded.offsets
        if len(ids) > LONGEST:
            ids, offsets = [*ids[: LONGEST - 1], ids[-1]], [*offsets[: LONGEST - 1], (0, 0)]
        given = np.array([ids], dtype=np.int64)
        [states] = self._encoder.run(None, {"ids": given, "mask": np.ones(given.shape, np.float32)})
        return Read(states[0], tuple(offsets), states[0].mean(axis=0))

    @_on_one_thread
    def words(self, read: Read, spans: Sequence[Offsets]) -> Numbers:
        """For each word the chance of every type (the last: that it reports no event); words x types.

        A word that was not read, for its sentence is too long, gets NaN.
        """
        rows = [read.pooled([span]) for span in spans]
        known = [row for row in rows if row is not None]
        out = np.full((len(spans), len(self.types)), np.nan, np.float32)
        if known:
            inputs = np.concatenate([np.stack(known), np.tile(read.mean, (len(known), 1))], axis=1)
            out[[row is not None for row in rows]] = softmax(self._through("word", inputs))
        return out

    @_on_one_thread
    def mode(self, read: Read, span: Offsets, kind: str) -> tuple[str, float] | None:
        """The likeliest mode of an event of type `kind` that the word reports, and its chance.

        The name is empty where none can be told. None where the type has no modes or the word was not read.
        """
        of_type = [i for i, mode in enumerate(self.modes) if mode.startswith(f"{kind}/")]
        word = read.pooled([span])
        if not of_type or word is None:
            return None
        [logits] = self._through("mode", np.concatenate([word, read.mean])[None, :])
        chances = softmax(logits[of_type])
        best = int(chances.argmax())
        return self.modes[of_type[best]].split("/", 1)[1], float(chances[best])

    @_on_one_thread
    def contexts(self, read: Read) -> dict[str, float]:
        """The chance of every context that the sentence has it."""
        [logits] = self._through("context", read.mean[None, :])
        return {name: float(1 / (1 + np.exp(-logit))) for name, logit in zip(self.context_names, logits, strict=True)}

    @_on_one_thread
    def pair(self, read: Read, actors: Sequence[Offsets], recipients: Sequence[Offsets]) -> Numbers:
        """The chance of every type that the actors do it to the recipients, where no trigger is known.

        The head looks for the words that tell it, and hears what the head for words says of them.
        """
        nothing = np.zeros_like(read.mean)
        one, other = (nothing if each is None else each for each in map(read.pooled, (actors, recipients)))
        query = np.concatenate([one, other]) @ self._heads["query.weight"] + self._heads["query.bias"]
        keys = read.states @ self._heads["key.weight"] + self._heads["key.bias"]
        attention = softmax((keys @ query / np.float32(np.sqrt(query.size)))[None, :])[0]
        every = np.concatenate([read.states, np.tile(read.mean, (len(read.states), 1))], axis=1)
        told = softmax(self._through("word", every))
        inputs = np.concatenate([read.mean, one, other, attention @ read.states, attention @ told, told.max(axis=0)])
        chances: Numbers = softmax(self._through("pair", inputs[None, :]))[0]
        return chances

    @_on_one_thread
    def parties(self, read: Read, trigger: Offsets | None = None) -> Numbers:
        """For every piece the chance of each tag (who, whom, mutual), given a trigger or for the main event."""
        told = read.pooled([trigger]) if trigger is not None else None
        if told is None:
            hidden = self._heads["main"]
        else:
            hidden = told @ self._heads["theirs.weight"] + self._heads["theirs.bias"]
        mine = read.states @ self._heads["mine.weight"] + self._heads["mine.bias"]
        return softmax(gelu(mine + hidden) @ self._heads["tag.weight"] + self._heads["tag.bias"])

    # --- parts

    def _through(self, head: str, inputs: Numbers) -> Numbers:
        hidden = gelu(inputs @ self._heads[f"{head}.1.weight"] + self._heads[f"{head}.1.bias"])
        out: Numbers = hidden @ self._heads[f"{head}.4.weight"] + self._heads[f"{head}.4.bias"]
        return out


def softmax(logits: Numbers) -> Numbers:
    """Chances from logits, along the last axis.

    Examples
    --------
    >>> softmax(np.zeros((1, 4), np.float32)).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Numbers = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def gelu(values: Numbers) -> Numbers:
    """The bend of the heads, exact form (Hendrycks and Gimpel 2016, arXiv:1606.08415).

    Examples
    --------
    >>> [round(float(x), 3) for x in gelu(np.array([-1.0, 0.0, 1.0], np.float32))]
    [-0.159, 0.0, 0.841]
    """
    from scipy.special import erf

    bent: Numbers = (values * 0.5 * (1.0 + erf(values / np.sqrt(2.0)))).astype(np.float32)
    return bent


@cache
def load_model(folder: Path | None = None) -> Model:
    """The model in `folder`, or the one that comes with the program; read once a process."""
    return Model(folder or Path(str(files("onrecord.learned") / "weights")))


def _session(path: Path) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors share no base class
        raise ValueError(str(error)) from error


def _tokenizer(path: Path) -> BertWordPieceTokenizer:
    from tokenizers import BertWordPieceTokenizer

    return BertWordPieceTokenizer(str(path), lowercase=True)
