//! The instructions of the executable form.
//!
//! Portable code works on a stack; executable code works on the slots of a frame, so that a local or a
//! constant is used where it is and no count moves. An instruction is one word: an opcode and three operands
//! of sixteen bits. The window of a frame is `locals | cells | temporaries`; an operand written `rk` names a
//! slot or, with [`CONSTANT`] set, a constant. A temporary is used once: whoever reads it empties it, and a byte
//! beside the opcode says which operands are temporaries. What owns no count may stay in one.

/// The bit of an `rk` operand that says: a constant.
pub const CONSTANT: u16 = 0x8000;

/// In [`Instr::temps`]: the first operand is a temporary.
pub const TEMP_A: u8 = 1;
/// In [`Instr::temps`]: the second operand is a temporary.
pub const TEMP_B: u8 = 2;
/// In [`Instr::temps`]: the third operand is a temporary.
pub const TEMP_C: u8 = 4;

/// In [`Instr::temps`] of a `ForIter` or `NextIter`: the loop begins by unpacking the item into two.
pub const PAIRS: u8 = 8;

/// In [`Instr::temps`] of a `Call` or `CallMethod`: nobody wants the result, and the next instruction drops it.
pub const DROPS: u8 = 16;

/// An instruction: one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(8))]
pub struct Instr {
    /// What to do.
    pub op: Op,
    /// Which operands, if they are slots, are temporaries: [`TEMP_A`] and its like. And [`PAIRS`] and [`DROPS`].
    pub temps: u8,
    /// First operand, mostly the slot of the result.
    pub a: u16,
    /// Second operand.
    pub b: u16,
    /// Third operand.
    pub c: u16,
}

const _: () = assert!(size_of::<Instr>() == 8);

impl Instr {
    /// An instruction that reads no temporary.
    pub const fn new(op: Op, a: u16, b: u16, c: u16) -> Self {
        Self { op, temps: 0, a, b, c }
    }

    /// Where a loop goes on with an item: behind the jump that leaves it, or before its beginning. The interpreter goes
    /// on behind what this returns.
    ///
    /// # Safety
    /// A `ForIter` or `NextIter` in the code that the translator made.
    #[inline(always)]
    pub unsafe fn with_item(&self) -> *const Instr {
        let this = std::ptr::from_ref(self);
        // SAFETY: says the caller.
        unsafe { if self.op == Op::NextIter { this.sub(self.c as usize) } else { this.add(1) } }
    }

    /// The two last operands as one signed number: how far a jump goes, from the next instruction.
    #[inline]
    pub fn far(&self) -> i32 {
        (u32::from(self.b) | u32::from(self.c) << 16) as i32
    }

    /// Sets the number that [`far`](Self::far) reads.
    pub fn set_far(&mut self, distance: i32) {
        (self.b, self.c) = (distance as u16, (distance as u32 >> 16) as u16);
    }
}

macro_rules! instructions {
    ($($name:ident: $doc:literal;)*) => {
        /// What an instruction does. Operands are `a b c`; `[a]` is the slot, `rk` as above.
        #[allow(rustdoc::broken_intra_doc_links, reason = "brackets in the table are slots")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Op { $(#[doc = $doc] $name,)* }

        impl Op {
            /// How many there are.
            pub const COUNT: usize = [$(Op::$name),*].len();

            /// The name, for statistics and listings.
            pub const fn name(self) -> &'static str {
                match self { $(Op::$name => stringify!($name),)* }
            }
        }
    };
}

instructions! {
    // Slots.
    Copy: "[a] = rk b.";
    Load: "[a], a temporary that owns nothing, = [b]."; LoadConstant: "The same with constant b.";
    Move: "[a] = [b], which is empty then.";
    Drop: "[a] is emptied.";
    CheckBound: "Raises unless local a is bound.";
    Unbind: "Empties local a; raises if it is empty.";
    // Names. c is a site or, where it says so, the number of a name.
    LoadGlobal: "[a] = global of site c."; LoadCallee: "The same, lent if it can be: it is called next.";
    StoreGlobal: "Global named c = rk b.";
    DeleteGlobal: "Deletes the global named c.";
    LoadName: "[a] = the name c in the namespace, the globals or the builtins.";
    StoreName: "The name c in the namespace = rk b.";
    DeleteName: "Deletes the name c from the namespace.";
    LoadCell: "[a] = content of the cell in [b].";
    StoreCell: "The cell in [a] gets rk b.";
    EmptyCell: "The cell in [a] is emptied.";
    LoadClassCell: "[a] = the name c in the namespace, or the content of the cell in [b].";
    // Attributes and items. c is a site.
    GetAttr: "[a] = [b].name.";
    SetAttr: "(rk b).name = rk a.";
    DeleteAttr: "del (rk b).name.";
    GetMethod: "[a], [a + 1] = method and receiver, or value and empty, of (rk b).name.";
    GetCallee: "The same, the method lent if it can be.";
    GetItem: "[a] = rk b [ rk c ].";
    SetItem: "rk b [ rk c ] = rk a.";
    GetSlice: "[a] = rk b [ [c] : [c + 1] ]."; GetStepSlice: "[a] = rk b [ [c] : [c + 1] : [c + 2] ].";
    SetSlice: "rk b [ [c] : [c + 1] ] = rk a.";
    DeleteItem: "del rk b [ rk c ].";
    // Arithmetic: [a] = rk b op rk c. The order is that of `ops::Binary`.
    Add: "b + c."; Subtract: "b - c."; Multiply: "b * c."; TrueDivide: "b / c."; FloorDivide: "b // c.";
    Modulo: "b % c."; Power: "b ** c."; ShiftLeft: "b << c."; ShiftRight: "b >> c."; And: "b & c."; Or: "b | c.";
    Xor: "b ^ c."; MatrixMultiply: "b @ c.";
    InplaceAdd: "b += c."; InplaceSubtract: "b -= c."; InplaceMultiply: "b *= c."; InplaceTrueDivide: "b /= c.";
    InplaceFloorDivide: "b //= c."; InplaceModulo: "b %= c."; InplacePower: "b **= c."; InplaceShiftLeft: "b <<= c.";
    InplaceShiftRight: "b >>= c."; InplaceAnd: "b &= c."; InplaceOr: "b |= c."; InplaceXor: "b ^= c.";
    InplaceMatrixMultiply: "b @= c.";
    AddSmall: "[a] = [b] + c, c a signed number.";
    SubtractSmall: "[a] = [b] - c, c a signed number.";
    InplaceAddSmall: "[a] = [b] += c, c a signed number."; InplaceSubtractSmall: "[a] = [b] -= c, c a signed number.";
    Negative: "[a] = - rk b."; Positive: "[a] = + rk b."; Not: "[a] = not rk b."; Invert: "[a] = ~ rk b.";
    // Comparison: [a] = rk b op rk c.
    Less: "b < c."; LessEqual: "b <= c."; Equal: "b == c."; NotEqual: "b != c."; Greater: "b > c."; GreaterEqual: "b >= c.";
    Is: "b is c."; IsNot: "b is not c."; In: "b in c."; NotIn: "b not in c.";
    // Jumps: far ones by the number in b and c.
    Jump: "Goes on far away.";
    JumpIf: "Goes on far away if [a] is true; empties it.";
    JumpUnless: "Goes on far away unless [a] is true; empties it.";
    JumpIfKeep: "Goes on far away if [a] is true; else empties it.";
    JumpUnlessKeep: "Goes on far away unless [a] is true; else empties it.";
    IfLess: "Goes a on if rk b < rk c."; IfLessEqual: "If b <= c."; IfEqual: "If b == c."; IfNotEqual: "If b != c.";
    IfGreater: "If b > c."; IfGreaterEqual: "If b >= c.";
    UnlessLess: "Goes a on unless rk b < rk c."; UnlessLessEqual: "Unless b <= c."; UnlessEqual: "Unless b == c.";
    UnlessNotEqual: "Unless b != c."; UnlessGreater: "Unless b > c."; UnlessGreaterEqual: "Unless b >= c.";
    IfLessSmall: "Goes a on if [b] < c, a signed number."; IfLessEqualSmall: "If [b] <= c."; IfEqualSmall: "If [b] == c.";
    IfNotEqualSmall: "If [b] != c."; IfGreaterSmall: "If [b] > c."; IfGreaterEqualSmall: "If [b] >= c.";
    UnlessLessSmall: "Goes a on unless [b] < c, a signed number."; UnlessLessEqualSmall: "Unless [b] <= c.";
    UnlessEqualSmall: "Unless [b] == c."; UnlessNotEqualSmall: "Unless [b] != c."; UnlessGreaterSmall: "Unless [b] > c.";
    UnlessGreaterEqualSmall: "Unless [b] >= c.";
    IfIs: "Goes a on if rk b is rk c."; UnlessIs: "Unless b is c.";
    IfIn: "Goes a on if rk b is in rk c."; UnlessIn: "Unless b is in c.";
    GetIter: "[a] = iterator over rk b.";
    GetLoop: "[a] = rk b, to be gone over with the cursor [c]; or an iterator over it.";
    ForIter: "[b] = next of the iterator in [a], or of what has its cursor in [c], skipping the next instruction; at the end empties [a].";
    NextIter: "The same at the end of a loop, going c back; the cursor is that of the ForIter there.";
    Check: "A check point.";
    Count: "Counts the instruction with number c, which follows.";
    // Calls: the callable and its arguments stand in a row from [b] on.
    Call: "[a] = [b]([b + 1] .. [b + c]).";
    CallMethod: "[a] = [b]([b + 1], .. [b + 1 + c]), without [b + 1] if that is empty.";
    CallNames: "[a] = call with c arguments, the last ones named by the tuple in [b + 1 + c].";
    CallSpread: "[a] = [b](*[b + 1], **[b + 2] if c & 1).";
    Return: "Leaves the frame with rk b.";
    Yield: "Leaves the frame with rk b for now; [a] takes what is sent; slots from c on are free meanwhile.";
    YieldFrom: "Sends [a + 1] to the iterator in [a]; at its end [a] is its result; slots from c on are free meanwhile.";
    YieldFromIter: "[a] = what `yield from` iterates for rk b.";
    Awaitable: "[a] = what `await` iterates for rk b."; AsyncIter: "[a] = asynchronous iterator of rk b.";
    AsyncNext: "[a] = what to wait for before the next item of the asynchronous iterator in [b].";
    EndAsyncFor: "Raises rk b again unless it is StopAsyncIteration; drops the iterator rk c.";
    // Building: from c slots in a row from [b] on.
    BuildTuple: "[a] = tuple."; BuildList: "[a] = list."; BuildSet: "[a] = set."; BuildMap: "[a] = dict of c pairs.";
    BuildString: "[a] = concatenation."; BuildSlice: "[a] = slice.";
    ListAppend: "Appends rk c to the list in [b]."; SetAdd: "Adds rk c to the set in [b].";
    MapAdd: "Sets rk a to rk c in the dict in [b].";
    ListExtend: "Extends the list in [b] by rk c."; SetUpdate: "Adds all of rk c to the set in [b].";
    DictUpdate: "Adds all of rk c to the dict in [b]."; DictMerge: "The same for the call of [a]; a key that is there raises.";
    ListToTuple: "[a] = tuple of the list rk b.";
    Unpack: "[a] .. [a + c - 1] = items of rk b, last first.";
    UnpackLocals: "The same, first first, where the row is of locals.";
    UnpackStar: "The same with a list: c & 255 items before it, c >> 8 after it.";
    Format: "[a] = rk b as text; c & 3: 1 str, 2 repr, 3 ascii first; c & 4: the format is in [b + 1].";
    MakeFunction: "[a] = function of what stands from [b] on; c as in MAKE_FUNCTION.";
    BuildClass: "[a] = __build_class__.";
    // Exceptions.
    PushHandled: "[a + 1] = the exception in [a], now the handled one; [a] = the one before.";
    PopHandled: "The handled exception is [b] again.";
    Matches: "[a] = whether the exception [b] is of the class, or of one of the classes, in rk c.";
    Raise: "Raises: c of the values [b], [b + 1].";
    Reraise: "Raises [b] again.";
    EnterWith: "[a], [a + 1] = exit function and entered value of the manager [a].";
    EnterAsyncWith: "[a], [a + 1] = exit function of the asynchronous manager [a], and what entering waits for.";
    ExitWith: "[a] = call of the exit function [a - 3] with the exception [a - 1].";
    AssertionError: "[a] = AssertionError.";
    // Imports.
    Import: "[a] = module named c; level in [b], names in [b + 1].";
    ImportFrom: "[a] = attribute named c of the module rk b.";
    ImportStar: "Puts the public names of rk b into the namespace.";
    // The rest.
    SetUpAnnotations: "Makes __annotations__ in the namespace, unless it is there.";
    Display: "sys.displayhook(rk b).";
    Length: "[a] = len(rk b)."; IsMapping: "[a] = whether rk b is a mapping."; IsSequence: "[a] = whether rk b is a sequence.";
    MatchKeys: "[a] = values of the mapping rk b at the keys rk c, a tuple, or None.";
    MatchClass: "[a] = attributes of the subject [b] by class [b + 1], c positional, names [b + 2]; or None.";
}

impl Op {
    /// The instruction with a number.
    ///
    /// # Panics
    /// When there is none.
    pub fn at(number: usize) -> Op {
        Op::Copy.plus(number as u32)
    }

    /// Whether it jumps as far as its last two operands say.
    pub fn jumps_far(self) -> bool {
        matches!(self, Op::Jump | Op::JumpIf | Op::JumpUnless | Op::JumpIfKeep | Op::JumpUnlessKeep)
    }

    /// Whether it jumps as far as its first operand says.
    pub fn jumps_near(self) -> bool {
        (Op::IfLess as u8..=Op::UnlessIn as u8).contains(&(self as u8))
    }

    /// The instruction `offset` rows below this one: families stand in the order of their portable numbers.
    pub fn plus(self, offset: u32) -> Op {
        let number = self as u32 + offset;
        assert!((number as usize) < Op::COUNT, "an opcode family ran past the table");
        // SAFETY: the enum has all numbers up to its last, without holes.
        unsafe { std::mem::transmute::<u8, Op>(number as u8) }
    }
}
