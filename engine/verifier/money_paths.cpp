#include "engine/verifier/inspection.hpp"
#include "engine/verifier/rules.hpp"

#include <fmt/format.h>

#include <set>

namespace sluice::verifier {
namespace {

struct account_words {
    const char *zh, *en;
};

void find_money_left(const inspected& in, node_number at, const quantity& held, const account_words& account,
                     std::set<std::string>& said, finding_list& to) {
    if (held.is_zero()) return;
    const auto& state = in.space.states()[at];
    const auto innermost = statechart::active_leaves(in.chart(), state.position).front();
    const auto& end = in.chart().states()[innermost];
    if (!said.insert(end.id + account.en).second) return;
    const bool certain = state.within(held).low > 0;
    const auto where = title_of(in, innermost);
    const text sentence =
        certain ? text{fmt::format("到达终点{}时，仍有资金处于“{}”，既未拨付也未释放", where.zh, account.zh),
                       fmt::format("At the end {} money is still {}: neither paid nor released", where.en, account.en)}
                : text{fmt::format("到达终点{}时，不能证明“{}”的资金已经全部拨付或释放；请在此之前 release", where.zh,
                                   account.zh),
                       fmt::format("At the end {} it cannot be shown that nothing is {} any more; release it before",
                                   where.en, account.en)};
    to.push_back(make_finding(rules::money_left, end.pointer, sentence, in_words(in, in.space.path_to(at))));
}

void find_notice_left(const inspected& in, node_number at, std::set<std::string>& said, finding_list& to) {
    const auto& state = in.space.states()[at];
    for (std::size_t index = 0; index < state.notices.size(); ++index) {
        if (!state.notices[index]) continue;
        const auto innermost = statechart::active_leaves(in.chart(), state.position).front();
        const auto& end = in.chart().states()[innermost];
        if (!said.insert(end.id + "/" + in.of.notices[index]).second) continue;
        const auto where = title_of(in, innermost);
        to.push_back(
            make_finding(rules::notice_left_open, end.pointer,
                         {fmt::format("到达终点{}时，公示“{}”仍未关闭", where.zh, in.of.notices[index]),
                          fmt::format("At the end {} the notice “{}” is still open", where.en, in.of.notices[index])},
                         in_words(in, in.space.path_to(at))));
    }
}

void find_objection_left(const inspected& in, node_number at, std::set<std::string>& said, finding_list& to) {
    const auto which = in.of.variable(objections_open);
    const auto& state = in.space.states()[at];
    if (!which || state.within(state.variables[*which].number).high <= 0) return;
    const auto innermost = statechart::active_leaves(in.chart(), state.position).front();
    const auto& end = in.chart().states()[innermost];
    if (!said.insert(end.id + "/objections").second) return;
    const auto where = title_of(in, innermost);
    to.push_back(
        make_finding(rules::objection_left_open, end.pointer,
                     {fmt::format("到达终点{}时，可能仍有异议或复核未答复", where.zh),
                      fmt::format("At the end {} an objection or a re-examination may still be open", where.en)},
                     in_words(in, in.space.path_to(at))));
}

/// Whether only outsiders can bring the application on from here, and no term would.
bool waits_for_outsiders(const inspected& in, node_number at) {
    const auto outsiders = in.of.bits({"applicant", "public", "reviewer"});
    bool someone = false;
    for (const auto number : in.space.leaving()[at]) {
        const auto& way = in.space.edges()[number];
        if (way.to == at) continue;
        const auto& cause = in.space.cause_of(way);
        if (cause.of != stimulus::kind::person || (way.roles & ~outsiders) != 0) return false;
        someone = true;
    }
    return someone;
}

void find_waiting(const inspected& in, finding_list& to) {
    std::set<std::vector<std::size_t>> said;
    for (node_number at = 0; at < in.space.states().size(); ++at) {
        const auto& state = in.space.states()[at];
        if (state.position.done || (state.reserved.is_zero() && state.committed.is_zero())) continue;
        if (!waits_for_outsiders(in, at) || !said.insert(state.position.configuration).second) continue;
        const auto innermost = statechart::active_leaves(in.chart(), state.position).front();
        const auto where = titles_of(in, state.position);
        to.push_back(make_finding(
            rules::money_waits, in.chart().states()[innermost].pointer,
            {fmt::format("在{}资金被占用，而只有申报人可以办理，也没有期限：请加期限（after）或由经办人收回的办法",
                         where.zh),
             fmt::format("In {} money is held while only the applicant can act and no term runs: add a term (after) or "
                         "a way for an official to take it back",
                         where.en)},
            in_words(in, in.space.path_to(at))));
    }
}

struct doubt_words {
    doubt::kind of;
    const char* rule;
    severity weight;
    text sentence;
};

const std::vector<doubt_words>& money_doubts() {
    using kind = doubt::kind;
    static const std::vector<doubt_words> all{
        {kind::exceeds_commitment,
         rules::exceeds_commitment,
         severity::error,
         {"这笔付款从来不在已承诺而未付的金额之内：没有承诺的钱不能付",
          "This payment is never within what is committed and not yet called: money that was not committed is not "
          "paid"}},
        {kind::may_exceed_commitment,
         rules::exceeds_commitment,
         severity::error,
         {"不能证明这笔付款不超过已承诺而未付的金额；请加 requires，如 event.data.amount <= money.committed - "
          "money.due",
          "It cannot be shown that this payment is within what is committed and not yet called; add a requirement such "
          "as event.data.amount <= money.committed - money.due"}},
        {kind::exceeds_reservation,
         rules::exceeds_reservation,
         severity::error,
         {"承诺的金额总是超过已预留的金额", "More is committed than was reserved"}},
        {kind::may_exceed_reservation,
         rules::exceeds_reservation,
         severity::error,
         {"不能证明承诺的金额不超过已预留的金额；不写 amount 则承诺全部预留",
          "It cannot be shown that no more is committed than was reserved; without an amount all that is reserved is "
          "committed"}},
        {kind::instalment_again,
         rules::instalment_again,
         severity::error,
         {"同一申请上同名的分期款会再次到期，系统将拒绝；请用另一个名称，或避免再次经过这里",
          "An instalment of the same name falls due again on one application and is refused; name it otherwise, or do "
          "not pass here twice"}},
        {kind::without_fund,
         rules::without_fund,
         severity::error,
         {"本项目没有写明 fund（账户），不能动用资金", "The programme names no fund, so that no money can move"}},
        {kind::notice_again,
         rules::notice_again,
         severity::error,
         {"公示尚未关闭又再次发布", "The notice is published again while it is open"}},
        {kind::objection_left,
         rules::objection_left_open,
         severity::error,
         {"公示在此关闭，而可能仍有异议未答复；请先用 answer_objection 逐件答复，或 \"all\": true 一并办结",
          "The notice is closed here while an objection may still be open; answer each with answer_objection before, "
          "or "
          "all that are left with \"all\": true"}},
        {kind::too_many_ways,
         rules::state_space,
         severity::error,
         {"同时未付的分期款过多，未能全部证明", "Too many instalments are open at once for everything to be proven"}},
    };
    return all;
}

void find_doubts(const inspected& in, finding_list& to) {
    std::set<std::string> certain;
    for (const auto& each : in.space.doubts())
        if (each.what.of == doubt::kind::exceeds_commitment || each.what.of == doubt::kind::exceeds_reservation)
            certain.insert(each.what.pointer);
    for (const auto& each : in.space.doubts())
        for (const auto& known : money_doubts()) {
            if (known.of != each.what.of) continue;
            const bool maybe =
                known.of == doubt::kind::may_exceed_commitment || known.of == doubt::kind::may_exceed_reservation;
            if (maybe && certain.contains(each.what.pointer)) continue;
            to.push_back(make_finding(known.rule, each.what.pointer, known.sentence,
                                      in_words(in, in.space.path_to(each.at), in.space.stimuli()[each.stimulus]),
                                      known.weight));
        }
}

} // namespace

void inspect_money_paths(const inspected& in, finding_list& to) {
    find_doubts(in, to);
    std::set<std::string> said;
    for (node_number at = 0; at < in.space.states().size(); ++at) {
        const auto& state = in.space.states()[at];
        if (!state.position.done) continue;
        find_money_left(in, at, state.reserved, {"已预留", "reserved"}, said, to);
        find_money_left(in, at, state.committed, {"已承诺", "committed"}, said, to);
        find_notice_left(in, at, said, to);
        find_objection_left(in, at, said, to);
    }
    find_waiting(in, to);
}

} // namespace sluice::verifier
