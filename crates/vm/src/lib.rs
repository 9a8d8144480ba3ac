//! The interpreter, generic over one parameter, the model; built-in types and functions.
