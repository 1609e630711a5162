"""The parts of the composer: the address row and one page a tab; each shows one part of a request and no other."""
