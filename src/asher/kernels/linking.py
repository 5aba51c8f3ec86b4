"""How a law that only other laws call is compiled: as far as its callers link it, no further.

Numba optimises each function together with all that it calls, and makes machine code of it. For a
law that Python never calls this is done again in each of its callers, level by level, which took a
third of the time to compile. Only the entries are optimised and made into machine code.
"""

from numba import _dynfunc, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class _Linked(JITCodeLibrary):
    """The code of one law, to be linked into that of its callers."""

    def _optimize_final_module(self):
        """Leave it to the entries."""

    def _finalize_final_module(self):
        self._finalize_dynamic_globals()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _LinkedLowering(NativeLowering):
    _name = "linked_lowering"

    def run_pass(self, state):
        state.library = _Linked(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        lowered, library = state["cr"], state.library
        # Numba finds the code of a law by the object that Python would call, which nobody does.
        key = _dynfunc.make_function(
            lowered.fndesc.lookup_module(), lowered.fndesc.qualname, "", 0, lowered.env, (library,)
        )
        state.targetctx.insert_user_function(key, lowered.fndesc, [library])
        state["cr"] = lowered._replace(cfunc=key)
        return True


class LinkedCompiler(CompilerBase):
    """The compiler's own passes, the last of which makes code that is linked only."""

    def define_pipelines(self):  # noqa: D102 - the name is that of the compiler
        made = DefaultPassBuilder.define_nopython_pipeline(self.state)
        made.add_pass_after(_LinkedLowering, NativeLowering)
        made.passes[:] = [each for each in made.passes if each[0] is not NativeLowering]
        made.finalize()
        return [made]


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
