// Compiled only to carry the precompiled header that every module shares.
