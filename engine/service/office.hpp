#pragma once

#include "engine/service/errand.hpp"

namespace sluice::service {

// The office's own records: people, organisations, tokens, rounds, funds. Each is refused `not_permitted` without the
// role it needs, checks what it is given, and is recorded in the office's chain (or the programme's).

result<answer> carry_out(const errand&, const create_organisation&); ///< officer or admin
result<answer> carry_out(const errand&, const create_person&);       ///< admin
result<answer> carry_out(const errand&, const change_person&);       ///< admin
result<answer> carry_out(const errand&, const issue_token&);         ///< admin, or anybody for themselves
result<answer> carry_out(const errand&, const revoke_token&);        ///< admin, or its holder
result<answer> carry_out(const errand&, const open_round&);          ///< director
result<answer> carry_out(const errand&, const change_round&);        ///< director
result<answer> carry_out(const errand&, const carry_over&);          ///< director
result<answer> carry_out(const errand&, const appropriate_funds&);   ///< finance
result<answer> carry_out(const errand&, const close_year&);          ///< finance

} // namespace sluice::service
