#pragma once

#include "engine/application/state.hpp"

#include <concepts>
#include <type_traits>

namespace sluice::application {

template<class Each, class What>
concept part_is = std::same_as<std::remove_const_t<Each>, What>;

// What each part of an application consists of in its persisted form, said once for writing and for reading. The
// members stand in the order of their names, as every body of the store has them.
// - has: it is always there;
// - may_have: it is left out where there is nothing of it;
// - has_since: it is always written, but missing in what was written before there was such a thing.

void list_members(auto& each, part_is<text> auto& of) {
    each.has("en", of.en);
    each.has("zh", of.zh);
}

void list_members(auto& each, part_is<document> auto& of) {
    each.has("at", of.at);
    each.has("by", of.by);
    each.has("file_name", of.file_name);
    each.has("id", of.id);
    each.has("kind", of.kind);
    each.has("media_type", of.media_type);
    each.has("sha256", of.sha256);
    each.has("size", of.size);
}

void list_members(auto& each, part_is<payment_act> auto& of) {
    each.has("at", of.at);
    each.has("by", of.by);
    each.has("note", of.note);
    each.may_have("on_behalf_of", of.on_behalf_of);
    each.has("step", of.step);
}

void list_members(auto& each, part_is<payment> auto& of) {
    each.has("acts", of.acts);
    each.has("amount", of.amount);
    each.has("due_at", of.due_at);
    each.has("instalment", of.instalment);
    each.may_have("paid", of.paid);
    each.may_have("part", of.part);
    each.has("status", of.status);
    each.has("title", of.title);
    each.may_have("told", of.told);
}

void list_members(auto& each, part_is<timer> auto& of) {
    each.has_since("began_at", of.began_at);
    each.has("due_at", of.due_at);
    each.has("pausable", of.pausable);
    each.has("paused_with", of.paused_with);
}

void list_members(auto& each, part_is<notice> auto& of) {
    each.has("amount", of.amount);
    each.has("closed_at", of.closed_at);
    each.has("id", of.id);
    each.has("name", of.name);
    each.has("opened_at", of.opened_at);
    each.has("status", of.status);
    each.has("title", of.title);
}

void list_members(auto& each, part_is<objection> auto& of) {
    each.has("about", of.about);
    each.has("answer", of.answer);
    each.has("answered_at", of.answered_at);
    each.has("answered_by", of.answered_by);
    each.has("at", of.at);
    each.has("contact", of.contact);
    each.has("evidence", of.evidence);
    each.has("id", of.id);
    each.has("investigator", of.investigator);
    each.has("name", of.name);
    each.has("notice", of.notice);
    each.has("party", of.party);
    each.has("receipt", of.receipt);
    each.has("reexamination", of.reexamination);
    each.has("reexamination_until", of.reexamination_until);
    each.has("statement", of.statement);
    each.has("status", of.status);
}

void list_members(auto& each, part_is<signature> auto& of) {
    each.has("at", of.at);
    each.has("by", of.by);
    each.has("document", of.document);
    each.has("role", of.role);
    each.has("sha256", of.sha256);
}

void list_members(auto& each, part_is<obligation> auto& of) {
    each.has("due_at", of.due_at);
    each.has("met_at", of.met_at);
    each.has("name", of.name);
    each.has("since", of.since);
    each.has("title", of.title);
    each.has("watched_by", of.watched_by);
}

void list_members(auto& each, part_is<project_change> auto& of) {
    each.has("after", of.after);
    each.has("approved_by", of.approved_by);
    each.has("at", of.at);
    each.has("before", of.before);
    each.has("what", of.what);
}

void list_members(auto& each, part_is<certificate> auto& of) {
    each.has("at", of.at);
    each.has("kind", of.kind);
    each.may_have("revoked_at", of.revoked_at);
    each.has("title", of.title);
    each.has("until", of.until);
}

void list_members(auto& each, part_is<application_state> auto& of) {
    each.has("acts", of.acts);
    each.may_have("certificates", of.certificates);
    each.has("created_at", of.created_at);
    each.has("created_by", of.created_by);
    each.has("definition_version", of.definition_version);
    each.has("documents", of.documents);
    each.has("ended", of.ended);
    each.has("events", of.events);
    each.may_have("filed_under", of.filed_under);
    each.has("form", of.form);
    each.has("id", of.id);
    each.has("money", of.money);
    each.has("notices", of.notices);
    each.has("number", of.number);
    each.may_have("objections", of.objections);
    each.may_have("obligations", of.obligations);
    each.has("organisation", of.organisation);
    each.has("panels", of.panels);
    each.has("payments", of.payments);
    each.may_have("pool", of.pool);
    each.has("position", of.position);
    each.has("programme", of.programme);
    each.may_have("project_changes", of.project_changes);
    each.has("revision", of.revision);
    each.has("round", of.round);
    each.may_have("signatures", of.signatures);
    each.has("submitted_at", of.submitted_at);
    each.has("timers", of.timers);
    each.has("updated_at", of.updated_at);
    each.has("variables", of.variables);
}

} // namespace sluice::application
