#pragma once

namespace sluice {

/// To be called once, when the server is ready: what starting took is given back to the system, and from now on free
/// memory stays at hand for a second before it goes.
void settle_memory();

} // namespace sluice
