#include "engine/service/library.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/service/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace sluice::service {
namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw definition_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& each : std::filesystem::directory_iterator{folder})
        if (each.is_regular_file() && each.path().extension() == ".json") found.push_back(each.path());
    std::sort(found.begin(), found.end());
    return found;
}

std::shared_ptr<const programme::programme> read_or_throw(const std::string& folder,
                                                          programme::definition_files files) {
    auto reading = programme::read_programme(std::move(files));
    if (!reading.read) throw definition_error(report(folder, reading.defects));
    return reading.read;
}

std::shared_ptr<const verified_definition> examine_or_throw(const std::string& folder,
                                                            programme::definition_files files,
                                                            const calendar::calendar& days,
                                                            const prove_definition& prove) {
    const auto examined = examine(std::move(files), days, prove);
    if (!examined.sound) throw definition_error(verifier::to_text(examined.report, folder, language::en, false));
    return examined.sound;
}

/// Publishes a folder's definition if the store does not have it yet; only then is it proven, which takes a while.
void publish_folder(const std::filesystem::path& path, store::write_transaction& store, const calendar::calendar& days,
                    instant now, const prove_definition& prove) {
    const auto folder = path.filename().string();
    auto files = read_folder(path);
    const auto read = read_or_throw(folder, files);
    if (read->id != folder) throw definition_error(folder + ": \"id\" has to be the folder's name, but is " + read->id);
    const auto published = is_published(store, *read);
    if (!published) throw definition_error(published.error().explanation.en + "\n" + published.error().explanation.zh);
    if (!*published) publish(store, *examine_or_throw(folder, std::move(files), days, prove), now, "");
}

json to_document(const verified_definition& wanted, instant now, std::int64_t position) {
    json files = json::object();
    for (const auto& [name, bytes] : wanted.files())
        files[name] = bytes;
    return {{"programme", wanted.rules().id},
            {"version", wanted.rules().version},
            {"fingerprint", to_hex(wanted.rules().fingerprint)},
            {"published_at", now.milliseconds},
            {"position", position},
            {"files", std::move(files)}};
}

} // namespace

std::string version_id(const std::string& programme, const std::string& version) {
    return programme + "@" + version;
}

result<bool> is_published(store::reader& store, const programme::programme& wanted) {
    const auto before = store.find_entity(version_kind, version_id(wanted.id, wanted.version));
    if (!before) return false;
    if (parse_canonical(before->body).at("fingerprint") == to_hex(wanted.fingerprint)) return true;
    return refuse(
        reason::already_exists,
        {fmt::format("{}：版本 {} 已以不同内容发布，请提高 workflow.json 中的 \"version\"", wanted.id, wanted.version),
         fmt::format("{}: version {} was published with other content; raise \"version\" in workflow.json", wanted.id,
                     wanted.version)},
        "/version");
}

std::int64_t publish(store::write_transaction& store, const verified_definition& wanted, instant now,
                     const std::string& by) {
    const auto& rules = wanted.rules();
    const auto position =
        journal{store}.append({rules.id,
                               "programme",
                               rules.id,
                               1,
                               now,
                               by,
                               "publish_version",
                               {{"version", rules.version}, {"fingerprint", to_hex(rules.fingerprint)}}});
    store.put_entity({std::string{version_kind}, version_id(rules.id, rules.version), rules.id, 1, "",
                      to_document(wanted, now, position).dump()},
                     0);
    return position;
}

std::string report(const std::string& folder, const std::vector<programme::defect>& defects) {
    std::string lines = fmt::format("{}: {} defect(s)\n", folder, defects.size());
    for (const auto& each : defects)
        lines +=
            fmt::format("  {}#{}\n    {}\n    {}\n", each.file, each.pointer, each.explanation.en, each.explanation.zh);
    return lines;
}

programme::definition_files read_folder(const std::filesystem::path& folder) {
    programme::definition_files files;
    for (const auto& path : json_files(folder))
        if (path.filename() != "traces.json") files.emplace(path.filename().string(), read_file(path));
    return files;
}

calendar::calendar read_calendars(const std::filesystem::path& folder) {
    std::vector<ordered_json> years;
    for (const auto& path : json_files(folder)) {
        auto parsed = parse_ordered_json(read_file(path));
        if (!parsed) throw definition_error(path.string() + ": " + parsed.error().explanation.en);
        years.push_back(std::move(*parsed));
    }
    auto read = calendar::calendar::read(years);
    if (!read) throw definition_error(folder.string() + read.error().place + ": " + read.error().explanation.en);
    return std::move(*read);
}

std::shared_ptr<const library> library::load(const std::filesystem::path& workflows, store::database& database,
                                             instant now, const prove_definition& prove) {
    auto made = std::make_shared<library>();
    made->days_ = read_calendars(workflows / "calendars");
    auto store = database.begin_write();
    for (const auto& each : std::filesystem::directory_iterator{workflows})
        if (each.is_directory() && std::filesystem::exists(each.path() / "workflow.json"))
            publish_folder(each.path(), *store, made->days_, now, prove);
    store::page_request want;
    want.limit = store::page_limit_max;
    for (auto more = true; more;) {
        const auto page = store->list_entities({std::string{version_kind}, std::nullopt}, want);
        for (const auto& each : page.items) {
            const json document = parse_canonical(each.body);
            auto files = document.at("files").get<programme::definition_files>();
            made->add({document.value("position", std::int64_t{0}), read_or_throw(each.id, std::move(files))});
        }
        want.after = page.next;
        more = page.next.has_value();
    }
    store->commit();
    return made;
}

void library::add(publication added) {
    const auto& rules = *added.programme;
    auto& current = current_[rules.id];
    if (!current || versions_.at({rules.id, current->version}).position < added.position) current = added.programme;
    versions_[{rules.id, rules.version}] = std::move(added);
}

std::shared_ptr<const library> library::with(std::shared_ptr<const programme::programme> more,
                                             std::int64_t position) const {
    auto next = std::make_shared<library>(*this);
    next->add({position, std::move(more)});
    return next;
}

const programme::programme* library::current(const std::string& id) const {
    const auto found = current_.find(id);
    return found == current_.end() ? nullptr : found->second.get();
}

const programme::programme* library::find_version(const std::string& id, const std::string& version) const {
    const auto found = versions_.find({id, version});
    return found == versions_.end() ? nullptr : found->second.programme.get();
}

const programme::programme& library::version(const std::string& id, const std::string& version) const {
    return *versions_.at({id, version}).programme;
}

std::vector<std::shared_ptr<const programme::programme>> library::versions(const std::string& id) const {
    std::vector<publication> published;
    for (const auto& [key, each] : versions_)
        if (key.first == id) published.push_back(each);
    std::sort(published.begin(), published.end(),
              [](const publication& left, const publication& right) { return left.position < right.position; });
    std::vector<std::shared_ptr<const programme::programme>> found;
    for (auto& each : published)
        found.push_back(std::move(each.programme));
    return found;
}

} // namespace sluice::service
