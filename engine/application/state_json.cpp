#include "engine/application/state_json.hpp"

#include "engine/application/state_members.hpp"
#include "engine/base/canonical_json.hpp"
#include "engine/base/json_reader.hpp"
#include "engine/base/json_writer.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace sluice::application {
namespace {

constexpr std::array accounts_in_order_of_name = [] {
    using enum ledger::account;
    return std::array{committed, exit_gain, invested, paid, recovery, reserved, surplus_return, written_off};
}();

class part_writer {
public:
    explicit part_writer(json_writer& to)
        : to_{to} {}

    template<class Value>
    void has(std::string_view name, const Value& value) {
        to_.key(name);
        write(value);
    }
    template<class Value>
    void has_since(std::string_view name, const Value& value) {
        has(name, value);
    }
    template<class Value>
    void may_have(std::string_view name, const Value& value) {
        if (!is_nothing(value)) has(name, value);
    }

    template<class Part>
    void write(const Part& part) {
        to_.begin_object();
        list_members(*this, part);
        to_.end_object();
    }

private:
    template<class Value>
    static bool is_nothing(const std::optional<Value>& value) {
        return !value;
    }
    template<class Value>
    static bool is_nothing(const std::vector<Value>& all) {
        return all.empty();
    }
    static bool is_nothing(const std::string& value) { return value.empty(); }
    static bool is_nothing(fen amount) { return amount == fen{}; }
    static bool is_nothing(bool truth) { return !truth; }
    static bool is_nothing(const acting_for& whom) { return whom.nobody(); }

    void write(const std::string& value) { to_.value(value); }
    void write(bool truth) { to_.value(truth); }
    void write(std::int64_t count) { to_.value(count); }
    void write(int count) { to_.value(count); }
    void write(instant when) { to_.value(when.milliseconds); }
    void write(fen amount) { to_.value(amount.count()); }
    void write(payment_status status) { to_.value(name_of(status)); }
    void write(const json& any) { to_.tree(any); }
    void write(const shared_json& any) { to_.raw(any.text()); }
    void write(const review::panel& panel) { to_.tree(review::to_json(panel)); }
    void write(const acting_for& whom) { to_.tree(to_json(whom)); }
    void write(const ledger::account_totals& money) {
        to_.begin_object();
        for (const auto which : accounts_in_order_of_name)
            to_.key(ledger::name_of(which))
                .begin_object()
                .member("amount", to_yuan(money.of(which)))
                .member("currency", "CNY")
                .end_object();
        to_.end_object();
    }
    template<class Value>
    void write(const std::optional<Value>& value) {
        if (value)
            write(*value);
        else
            to_.value(nullptr);
    }
    template<class Value>
    void write(const std::vector<Value>& all) {
        to_.begin_array();
        for (const auto& each : all)
            write(each);
        to_.end_array();
    }
    template<class Value>
    void write(const std::map<std::string, Value>& all) {
        to_.begin_object();
        for (const auto& [name, each] : all) {
            to_.key_of(name);
            write(each);
        }
        to_.end_object();
    }

    json_writer& to_;
};

class part_reader {
public:
    explicit part_reader(json_reader& from)
        : from_{from} {}

    template<class Value>
    void has(std::string_view name, Value& value) {
        if (!from_.member(name)) from_.fail("there is no ", name);
        read(value);
    }
    template<class Value>
    void has_since(std::string_view name, Value& value) {
        may_have(name, value);
    }
    template<class Value>
    void may_have(std::string_view name, Value& value) {
        if (from_.member(name)) read(value);
    }

    template<class Part>
    void read(Part& part) {
        from_.begin_object();
        list_members(*this, part);
        from_.end_object();
    }

private:
    void read(std::string& value) { value.assign(from_.quoted()); }
    void read(bool& truth) { truth = from_.truth(); }
    void read(std::int64_t& count) { count = from_.integer(); }
    void read(int& count) {
        const auto any = from_.integer();
        if (!std::in_range<int>(any)) from_.fail("the number is too large");
        count = static_cast<int>(any);
    }
    void read(instant& when) { when.milliseconds = from_.integer(); }
    void read(fen& amount) { amount = fen{from_.integer()}; }
    void read(payment_status& status) {
        using enum payment_status;
        const auto name = from_.quoted();
        for (const auto each : {due, prepared, approved, sent, paid, cancelled})
            if (name_of(each) == name) {
                status = each;
                return;
            }
        from_.fail("there is no such status of a payment");
    }
    void read(json& any) { any = from_.tree(); }
    void read(shared_json& any) {
        std::string_view text;
        json tree = from_.tree(text);
        any = shared_json{std::move(tree), std::string{text}};
    }
    void read(review::panel& panel) {
        auto held = review::panel_from_json(from_.tree(), "");
        if (!held) from_.fail(held.error().explanation.en);
        panel = std::move(*held);
    }
    void read(acting_for& whom) { whom = acting_for_from_json(from_.tree()); }
    void read(ledger::account_totals& money) {
        from_.begin_object();
        for (const auto which : accounts_in_order_of_name) {
            if (!from_.member(ledger::name_of(which))) from_.fail("an account is missing");
            from_.begin_object();
            if (!from_.member("amount")) from_.fail("there is no amount");
            const auto amount = parse_yuan(from_.quoted());
            if (!amount) from_.fail(amount.error().explanation.en);
            if (!from_.member("currency") || from_.quoted() != "CNY") from_.fail("the currency is another");
            from_.end_object();
            money.of(which) = *amount;
        }
        if (money.paid_net() < fen{}) from_.fail("more came back than was paid");
        from_.end_object();
    }
    template<class Value>
    void read(std::optional<Value>& value) {
        if (from_.next_is_null())
            from_.null();
        else
            read(value.emplace());
    }
    template<class Value>
    void read(std::vector<Value>& all) {
        from_.begin_array();
        while (from_.next_element())
            read(all.emplace_back());
    }
    template<class Value>
    void read(std::map<std::string, Value>& all) {
        from_.begin_object();
        for (std::string name; from_.next_member(name);) {
            if (!all.empty() && all.rbegin()->first >= name) from_.fail("the names are not in order");
            read(all.emplace_hint(all.end(), std::move(name), Value{})->second);
        }
    }

    json_reader& from_;
};

template<class Part>
std::string text_of(const Part& part) {
    json_writer to;
    part_writer{to}.write(part);
    return to.take();
}

template<class Part>
Part part_of(std::string_view written) {
    json_reader from{written};
    Part part{};
    part_reader{from}.read(part);
    from.end();
    return part;
}

/// For the changes of a record, which are trees and hold a part now and then.
template<class Part>
json tree_of(const Part& part) {
    return parse_canonical(text_of(part));
}

template<class Part>
Part part_of(const json& from) {
    json_writer to;
    return part_of<Part>(std::string_view{to.tree(from).text()});
}

} // namespace

json to_json(const text& both) {
    return {{"zh", both.zh}, {"en", both.en}};
}

text text_from_json(const json& from) {
    return {from.at("zh").get<std::string>(), from.at("en").get<std::string>()};
}

json to_json(const document& each) {
    return tree_of(each);
}

json to_json(const payment& each) {
    return tree_of(each);
}

json to_json(const notice& each) {
    return tree_of(each);
}

json to_json(const timer& each) {
    return tree_of(each);
}

json to_json(const objection& each) {
    return tree_of(each);
}

json to_json(const signature& each) {
    return tree_of(each);
}

json to_json(const obligation& each) {
    return tree_of(each);
}

json to_json(const project_change& each) {
    return tree_of(each);
}

document document_from_json(const json& from) {
    return part_of<document>(from);
}

payment payment_from_json(const json& from) {
    return part_of<payment>(from);
}

notice notice_from_json(const json& from) {
    return part_of<notice>(from);
}

timer timer_from_json(const json& from) {
    return part_of<timer>(from);
}

objection objection_from_json(const json& from) {
    return part_of<objection>(from);
}

signature signature_from_json(const json& from) {
    return part_of<signature>(from);
}

obligation obligation_from_json(const json& from) {
    return part_of<obligation>(from);
}

project_change project_change_from_json(const json& from) {
    return part_of<project_change>(from);
}

std::string to_text(const application_state& state) {
    return text_of(state);
}

json to_json(const application_state& state) {
    return tree_of(state);
}

application_state state_from_text(std::string_view written) try {
    return part_of<application_state>(written);
} catch (const std::invalid_argument& broken) {
    throw std::invalid_argument(std::string{"not the state of an application: "} + broken.what());
}

} // namespace sluice::application
