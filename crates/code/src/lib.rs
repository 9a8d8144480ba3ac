//! Python source to portable bytecode: the opcode table, the compiler, the listing, the serde form.
