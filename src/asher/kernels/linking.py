"""How a law that only other laws call is compiled: as far as its callers link it, no further.

Numba optimises each function together with all that it calls, and makes machine code of it. For a
law that Python never calls this is done again in each of its callers, level by level, which took a
third of the time to compile. Only the entries are optimised and made into machine code.
"""

import gc

from llvmlite.binding import Linkage
from numba import _dynfunc, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder, Flags
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering

from .handing import LawLowering, handing


class _Linked(JITCodeLibrary):
    """The code of one law, to be linked into that of an entry."""

    def finalize(self):
        """Link nothing: an entry links this law and all that it calls, each of them once."""
        self._raise_if_finalized()
        self._finalize_dynamic_globals()
        self._finalized = True

    def _get_module_for_linking(self):
        if self._shared_module is None:
            self._shared_module = self._final_module
            for function in self._shared_module.functions:
                if not function.is_declaration and function.linkage == Linkage.external:
                    function.linkage = Linkage.linkonce_odr
        return self._shared_module

    @property
    def with_all_it_calls(self):
        """The library itself, those of the laws that it calls, and of those that these call."""
        return [self, *_callers_first(self._linking_libraries)]


class _Entry(JITCodeLibrary):
    """The code of an entry, with that of all the laws that it calls."""

    def finalize(self):
        self._linking_libraries = _callers_first(self._linking_libraries)
        super().finalize()


def _callers_first(libraries):
    """Each once, where it stands last: what nothing linked before calls would be left out."""
    return list(dict.fromkeys(reversed(libraries)))[::-1]


@register_pass(mutates_CFG=True, analysis_only=False)
class _EntryLowering(NativeLowering):
    _name = "entry_lowering"
    lowering_class = LawLowering

    def run_pass(self, state):
        state.library = _Entry(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()  # so that its machine code can be kept
        return super().run_pass(state)


@register_pass(mutates_CFG=True, analysis_only=False)
class _LinkedLowering(NativeLowering):
    _name = "linked_lowering"
    lowering_class = LawLowering

    def run_pass(self, state):
        state.library = _Linked(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        lowered, library = state["cr"], state.library
        # Numba finds the code of a law by the object that Python would call, which nobody does.
        key = _dynfunc.make_function(
            lowered.fndesc.lookup_module(), lowered.fndesc.qualname, "", 0, lowered.env, (library,)
        )
        state.targetctx.insert_user_function(key, lowered.fndesc, library.with_all_it_calls)
        state["cr"] = lowered._replace(cfunc=key)
        return True


class _Settings(Flags):
    """The compiler's settings, compared by what was set: Numba does it 100,000 times a start."""

    def __hash__(self):
        return hash(frozenset(self._values))

    def __eq__(self, other):
        return self._values == other._values


class _LawCompiler(CompilerBase):
    """The compiler's own passes, but for the last, which makes the code."""

    lowering = NativeLowering

    def __init__(self, typing, target, library, args, return_type, flags, local):
        settings = _Settings(flags)
        super().__init__(typing, handing(target), library, args, return_type, settings, local)

    def define_pipelines(self):
        made = DefaultPassBuilder.define_nopython_pipeline(self.state)
        made.add_pass_after(self.lowering, NativeLowering)
        made.passes[:] = [each for each in made.passes if each[0] is not NativeLowering]
        made.finalize()
        return [made]


class EntryCompiler(_LawCompiler):
    """Makes machine code of an entry and of all that it calls."""

    lowering = _EntryLowering

    def compile_extra(self, func):
        """Compile `func`, looking for garbage less often: that took a sixth of the time."""
        before = gc.get_threshold()
        gc.set_threshold(50_000, 10, 10)
        try:
            return super().compile_extra(func)
        finally:
            gc.set_threshold(*before)


class LinkedCompiler(_LawCompiler):
    """Makes code that is linked only."""

    lowering = _LinkedLowering


def widen_arguments(law):
    """Compile a law once for all whole numbers: not again for a narrow one, a constant, a code."""
    fold = law._compiler.fold_argument_types

    def widened(args, kws):
        signature, folded = fold(args, kws)
        return signature, tuple(_widened(kind) for kind in folded)

    law._compiler.fold_argument_types = widened


def _widened(kind):
    if kind == types.int32 or isinstance(kind, (types.IntegerLiteral, types.IntEnumMember)):
        return types.int64
    if type(kind) in (types.Tuple, types.UniTuple):
        return types.Tuple([_widened(each) for each in kind])
    return kind
