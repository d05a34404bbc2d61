#pragma once

#include "engine/cel/environment.hpp"
#include "engine/programme/action_vocabulary.hpp"
#include "engine/programme/programme.hpp"

#include <initializer_list>
#include <string>
#include <vector>

namespace sluice::programme {

/// What the parts of the reader share: the programme as it grows, and the defects found so far. Internal to the module.
class definition_reader {
public:
    explicit definition_reader(definition_files files);

    reading read();

private:
    static constexpr const char* workflow_file = "workflow.json";

    // defects
    void defect_at(std::string pointer, text explanation, std::string file = workflow_file);
    void defect_from(const refusal& wrong, std::string prefix = "", std::string file = workflow_file);
    bool has_only(const ordered_json& value, std::initializer_list<const char*> allowed, const std::string& place);

    // pieces
    const ordered_json* member(const ordered_json& object, const char* name, const std::string& place,
                               ordered_json::value_t type, bool required = true);
    std::string string_at(const ordered_json& object, const char* name, const std::string& place, bool required = true);
    text text_at(const ordered_json& object, const char* name, const std::string& place, bool required = true);
    std::vector<std::string> roles_at(const ordered_json& object, const char* name, const std::string& place,
                                      bool required = true);
    std::optional<cel::expression> expression_at(const std::string& source, const cel::environment&,
                                                 const cel::type& wanted, const std::string& place);
    bool known_role(const std::string& role) const;

    // sections of workflow.json, in the order in which they are read
    void read_heading();
    void read_form();
    void read_parameters();
    void read_variables();
    void read_roles();
    void read_chart();
    void read_documents(const cel::environment&);
    void read_panels();
    void read_payments();
    void read_payee(const cel::environment&);
    void read_allocation(const cel::environment&);
    void read_allocation_amounts(allocation_rules&, const ordered_json& section, const cel::environment&);
    void read_allocation_ways(allocation_rules&, const ordered_json& section);
    std::optional<cel::expression> allocation_expression(const ordered_json& section, const char* name, bool wanted,
                                                         const cel::environment&, const cel::type&);
    std::optional<cel::expression> score_expression(const ordered_json& section, bool wanted, const cel::environment&);
    void read_overlap();
    int share_at(const ordered_json& section, const char* name, int otherwise);
    void read_match();
    void read_match_part(match_part&, const ordered_json& section, const cel::environment&, const std::string& place);
    void read_match_condition(match_part&, const ordered_json& value, const cel::environment&,
                              const std::string& place);
    void read_match_amount(match_part&, const ordered_json& section, const cel::environment&, const std::string& place);
    void read_match_document(match_part&, const ordered_json& value, const cel::environment&, const std::string& place);
    void read_spot_checks();
    int whole_number_at(const ordered_json& object, const char* name, const std::string& place, int least, int most,
                        int otherwise);
    void read_laws();

    // the statechart's extensions
    void read_transitions(const cel::environment&);
    void read_transition(const statechart::transition&, const cel::environment&);
    void read_requirements(transition_rules&, const statechart::transition&, const cel::environment&);
    requirement read_requirement(const ordered_json& value, const cel::environment&, const std::string& place);
    void read_data(transition_rules&, const statechart::transition&);
    void read_actions(const std::vector<statechart::action>&, const cel::environment&);
    void read_action(const statechart::action&, const cel::environment&);
    void read_timers(const cel::environment&);
    void check_parameter(const statechart::action&, const action_parameter&, const ordered_json& value);
    void check_list(parameter_kind, const ordered_json& value, const std::string& place);
    void check_assignment(const statechart::action&, const std::string& variable, const value_template&);

    definition_files files_;
    ordered_json document_;
    std::shared_ptr<programme> made_;
    std::vector<defect> defects_;
};

} // namespace sluice::programme
