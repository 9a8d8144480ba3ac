//! Values, objects, reference counts, body locks, allocation, the cycle collector and the audit.
