#include "engine/service/library.hpp"

#include "engine/service/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace sluice::service {
namespace {

constexpr std::string_view version_kind = "programme_version";

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

json to_document(const programme::programme& published, instant now) {
    json files = json::object();
    for (const auto& [name, bytes] : published.files)
        files[name] = bytes;
    return {{"programme", published.id},
            {"version", published.version},
            {"fingerprint", to_hex(published.fingerprint)},
            {"published_at", now.milliseconds},
            {"files", std::move(files)}};
}

/// Publishes a version that the store does not have; the same version with other content is an error.
void publish(store::write_transaction& store, const programme::programme& wanted, instant now) {
    const std::string id = wanted.id + "@" + wanted.version;
    if (const auto before = store.find_entity(version_kind, id)) {
        if (json::parse(before->body).at("fingerprint") == to_hex(wanted.fingerprint)) return;
        throw definition_error(
            fmt::format("{0}: version {1} was published with other content; raise \"version\" in "
                        "workflow.json\n{0}：版本 {1} 已以不同内容发布，请提高 workflow.json 中的 \"version\"",
                        wanted.id, wanted.version));
    }
    const json document = to_document(wanted, now);
    store.put_entity({std::string{version_kind}, id, wanted.id, 1, "", document.dump()}, 0);
    journal{store}.append({wanted.id,
                           "programme",
                           wanted.id,
                           1,
                           now,
                           "",
                           "publish_version",
                           {{"version", wanted.version}, {"fingerprint", to_hex(wanted.fingerprint)}}});
}

} // namespace

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
        if (path.filename() != "cases.json") files.emplace(path.filename().string(), read_file(path));
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
                                             instant now) {
    auto made = std::make_shared<library>();
    made->days_ = read_calendars(workflows / "calendars");
    auto store = database.begin_write();
    for (const auto& each : std::filesystem::directory_iterator{workflows}) {
        if (!each.is_directory() || !std::filesystem::exists(each.path() / "workflow.json")) continue;
        const auto folder = each.path().filename().string();
        const auto read = read_or_throw(folder, read_folder(each.path()));
        if (read->id != folder)
            throw definition_error(folder + ": \"id\" has to be the folder's name, but is " + read->id);
        publish(*store, *read, now);
        made->current_[read->id] = read;
        made->versions_[{read->id, read->version}] = read;
    }
    store::page_request want;
    want.limit = store::page_limit_max;
    for (auto more = true; more;) {
        const auto page = store->list_entities({std::string{version_kind}, std::nullopt}, want);
        for (const auto& each : page.items) {
            const json document = json::parse(each.body);
            const version_key key{document.at("programme"), document.at("version")};
            if (made->versions_.contains(key)) continue;
            const auto read = read_or_throw(each.id, document.at("files").get<programme::definition_files>());
            made->versions_[key] = read;
            made->current_.try_emplace(key.first, read);
        }
        want.after = page.next;
        more = page.next.has_value();
    }
    store->commit();
    return made;
}

const programme::programme* library::current(const std::string& id) const {
    const auto found = current_.find(id);
    return found == current_.end() ? nullptr : found->second.get();
}

const programme::programme& library::version(const std::string& id, const std::string& version) const {
    return *versions_.at({id, version});
}

std::vector<std::shared_ptr<const programme::programme>> library::versions(const std::string& id) const {
    std::vector<std::shared_ptr<const programme::programme>> found;
    for (const auto& [key, each] : versions_)
        if (key.first == id) found.push_back(each);
    return found;
}

} // namespace sluice::service
