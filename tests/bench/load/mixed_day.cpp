#include "tests/bench/load/mixed_day.hpp"

namespace sluice::bench {

mixed_workload::mixed_workload(known_base& base, std::size_t connections)
    : base_{base}
    , get_{base, connections, base.visible}
    , list_{base, connections}
    , step_{base, connections}
    , create_{base, connections}
    , under_way_(connections) {}

workload& mixed_workload::drawn_part() {
    const auto percent = base_.drawn.below(100);
    if (percent < 70) return get_;
    if (percent < 85) return list_;
    if (percent < 95) return step_;
    return create_;
}

void mixed_workload::ask(std::size_t connection, std::string& bytes) {
    under_way_[connection] = &drawn_part();
    under_way_[connection]->ask(connection, bytes);
}

void mixed_workload::check(std::size_t connection, const answer& given) {
    under_way_[connection]->check(connection, given);
}

} // namespace sluice::bench
