"""How laws hand records to each other: by their address.

Numba hands over each field of a record as an argument of its own, and a floor with its people has
hundreds: taking records apart and putting them together again for every call was most of the code
of a law. Nobody writes to a record (to the arrays in it, yes), so its address does; a field is
read where it is wanted.
"""

import copy
import hashlib
from collections import Counter
from dataclasses import dataclass

from llvmlite import ir as llvm
from numba.core import cgutils, cpu, ir, lowering, types
from numba.core.datamodel import ArgPacker

_BYTES = llvm.IntType(8).as_pointer()
_OFFSET = llvm.IntType(64)
_FEW = 8
"""Fields of a record that are handed over one by one as before: one more than an array has."""


@dataclass(frozen=True)
class _Held:
    """Where a record lies: an argument of the law, and the bytes from there."""

    root: llvm.Argument
    offset: int

    def load(self, builder, kind):
        """Read a value of this LLVM type; of a record it stays known where it lies."""
        address = self.address(builder)
        pointer = builder.bitcast(address, kind.as_pointer())
        value = builder.load(pointer)
        if isinstance(kind, llvm.LiteralStructType):
            value.held = self
            value.reading = [each for each in (address, pointer, value) if each is not self.root]
        return value

    def address(self, builder):
        """Where it lies, as an LLVM value."""
        if not self.offset:
            return self.root
        return builder.gep(self.root, [_OFFSET(self.offset)])


class _Builder(llvm.IRBuilder):
    """Reads a field of a record that lies somewhere from there."""

    offset_of = None

    def extract_value(self, agg, idx, name=""):
        held = getattr(agg, "held", None)
        if held is None or not isinstance(idx, int):
            return super().extract_value(agg, idx, name)
        there = _Held(held.root, held.offset + self.offset_of(agg.type, idx))
        return there.load(self, agg.type.elements[idx])


class _ByAddress:
    """Model of a record that is handed over by its address."""

    def __init__(self, model):
        self._kind = model.get_value_type()

    def get_argument_type(self):
        return _BYTES

    def as_argument(self, builder, value):
        if held := getattr(value, "held", None):
            return held.address(builder)
        return builder.bitcast(cgutils.alloca_once_value(builder, value), _BYTES)

    def from_argument(self, builder, value):
        return _Held(value, 0).load(builder, self._kind)


class _Models:
    """The models of values as arguments."""

    def __init__(self, models):
        self._models = models

    def lookup(self, kind):
        model = self._models.lookup(kind)
        return _ByAddress(model) if is_by_address(kind, model) else model


def is_by_address(kind, model):
    """Tell whether a value of this type is handed over by its address."""
    return isinstance(kind, (types.NamedTuple, types.Tuple)) and _n_fields(model) > _FEW


def _n_fields(model):
    count = 0
    left = [model.get_argument_type()]
    while left and count <= _FEW:
        kind = left.pop()
        if isinstance(kind, (tuple, list)):
            left.extend(kind)
        else:
            count += 1
    return count


class _Target(cpu.CPUContext):
    """Numba's target, but for how records are handed over, and how laws are named."""

    def get_arg_packer(self, fe_args):
        return ArgPacker(_Models(self.data_model_manager), fe_args)

    def mangler(self, name, types, *, abi_tags=(), uid=None):
        """A name that holds a digest of its types: written out they are thousands of letters."""
        said = ",".join([str(each) for each in (*types, *abi_tags)])
        digest = hashlib.sha256(said.encode()).hexdigest()[:16]
        return super().mangler(name, (), abi_tags=(digest,), uid=uid)

    def declare_function(self, module, fndesc):
        function = super().declare_function(module, fndesc)
        for argument in self.call_conv.get_arguments(function):
            if argument.type is _BYTES:
                for attribute in ("captures(none)", "noalias", "nonnull"):
                    argument.add_attribute(attribute)
        return function


def handing(target):
    """The same target, with records handed over by their address."""
    handed = copy.copy(target)
    handed.__class__ = _Target
    return handed


class LawLowering(lowering.Lower):
    """Makes LLVM code of a law."""

    def init(self):
        """Count how often each name is set."""
        super().init()
        self._held = {}
        self._times_set = Counter(
            statement.target.name
            for block in self.blocks.values()
            for statement in block.find_insts(ir.Assign)
        )
        self._offsets = {}

    def setup_function(self, fndesc):
        """Begin the code, with a builder that reads fields from where they lie."""
        super().setup_function(fndesc)
        self.builder = _Builder(self.entry_block)
        self.builder.offset_of = self._offset_of
        self.call_helper = self.call_conv.init_call_helper(self.builder)

    def storevar(self, value, name, argidx=None):
        """Keep where a record lies that is set once, instead of a copy."""
        held = getattr(value, "held", None)
        local = name in self._singly_assigned_vars or name in self.varmap
        if held is None or local or self._times_set[name] != 1:
            super().storevar(value, name, argidx)
        else:
            self._held[name] = held, value.type

    def loadvar(self, name):
        """Read it from where it lies."""
        if name in self._held:
            held, kind = self._held[name]
            return held.load(self.builder, kind)
        return super().loadvar(name)

    def delvar(self, name):
        """Leave be what was never copied."""
        if name not in self._held:
            super().delvar(name)

    def post_lower(self):
        """Leave out whole records that nothing wanted whole."""
        super().post_lower()
        wanted = Counter(
            id(each)
            for block in self.function.blocks
            for instruction in block.instructions
            for each in _taken_by(instruction)
        )
        for block in self.function.blocks:
            unwanted = {
                id(each)
                for instruction in block.instructions
                if not wanted[id(instruction)]
                for each in getattr(instruction, "reading", ())
            }
            if unwanted:
                block.instructions[:] = [
                    each for each in block.instructions if id(each) not in unwanted
                ]

    def _offset_of(self, kind, index):
        known = self._offsets.get((id(kind), index))
        if known is None:
            offset = kind.get_element_offset(self.context.target_data, index)
            known = self._offsets[id(kind), index] = kind, offset  # its id stays its own
        return known[1]


def _taken_by(instruction):
    if isinstance(instruction, llvm.instructions.PhiInstr):
        return [value for value, _ in instruction.incomings]
    return instruction.operands
