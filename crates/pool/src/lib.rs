//! A process pool: workers forked by a fork server, small frames over ipc-channel, serde tasks.
