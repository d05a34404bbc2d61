#include "engine/review/rubric.hpp"

#include "engine/review/reading.hpp"

#include <numeric>
#include <set>

namespace sluice::review {
namespace {

text read_text(object_reader<ordered_json>& outer, const char* name, bool needed) {
    const auto* value = outer.find(name);
    if (!value && !needed) return {};
    if (!value) {
        outer.fail(std::string{"/"} + name, {"须有中英文文本", "A text in zh and en is needed here"});
        return {};
    }
    object_reader<ordered_json> reader{*value, outer.place_of(name), reason::definition_invalid, {"zh", "en"}};
    text read{reader.string("zh"), reader.string("en")};
    if (reader.failed()) outer.fail(reader.failure());
    return read;
}

result<criterion> read_criterion(const ordered_json& value, const std::string& pointer) {
    object_reader<ordered_json> reader{
        value, pointer, reason::definition_invalid, {"id", "title", "guidance", "weight", "score_max"}};
    criterion read;
    read.id = reader.string("id");
    read.title = read_text(reader, "title", true);
    read.guidance = read_text(reader, "guidance", false);
    read.weight = reader.integer("weight", 1, 100);
    read.score_max = reader.integer("score_max", 1, points_max, 100);
    if (reader.failed()) return reader.failure();
    return read;
}

/// The common denominator, or zero when it is beyond `score_scale_max`.
std::int64_t common_scale(const std::vector<criterion>& criteria) {
    std::int64_t scale = 1;
    for (const auto& each : criteria) {
        scale = std::lcm(scale, each.score_max);
        if (scale > score_scale_max) return 0;
    }
    return scale;
}

result<void> check_whole(const rubric& read, const std::string& pointer) {
    std::set<std::string> ids;
    std::int64_t weights = 0;
    for (std::size_t index = 0; index < read.criteria.size(); ++index) {
        weights += read.criteria[index].weight;
        if (!ids.insert(read.criteria[index].id).second)
            return refuse(reason::definition_invalid, {"评分项重复", "A criterion's id is used twice"},
                          pointer + "/criteria/" + std::to_string(index) + "/id");
    }
    if (weights != 100)
        return refuse(reason::definition_invalid,
                      {"各评分项权重之和须为 100，现为 " + std::to_string(weights),
                       "The weights must add up to 100; they add up to " + std::to_string(weights)},
                      pointer + "/criteria");
    if (common_scale(read.criteria) == 0)
        return refuse(reason::definition_invalid,
                      {"各评分项满分的最小公倍数过大，请取相近的满分值",
                       "The least common multiple of the score_max values is too large; choose simpler ones"},
                      pointer + "/criteria");
    return {};
}

refusal bad_points(const std::string& id, text explanation) {
    return refuse(reason::invalid_value, std::move(explanation), "/points/" + pointer_step(id));
}

} // namespace

const criterion* rubric::find(const std::string& id) const {
    for (const auto& each : criteria)
        if (each.id == id) return &each;
    return nullptr;
}

std::int64_t rubric::scale() const {
    return common_scale(criteria);
}

result<rubric> read_rubric(const ordered_json& value, const std::string& pointer) {
    object_reader<ordered_json> reader{value, pointer, reason::definition_invalid, {"criteria"}};
    if (reader.failed()) return reader.failure();
    const auto* criteria = reader.find("criteria");
    if (!criteria || !criteria->is_array() || criteria->empty() ||
        criteria->size() > static_cast<std::size_t>(criteria_max))
        return refuse(reason::definition_invalid, {"须列出 1 至 50 个评分项", "From 1 to 50 criteria are needed"},
                      pointer + "/criteria");
    rubric read;
    for (std::size_t index = 0; index < criteria->size(); ++index) {
        auto each = read_criterion((*criteria)[index], pointer + "/criteria/" + std::to_string(index));
        if (!each) return each.error();
        read.criteria.push_back(std::move(*each));
    }
    if (const auto sound = check_whole(read, pointer); !sound) return sound.error();
    return read;
}

result<void> check_points(const rubric& scored, const points_by_criterion& points, bool draft) {
    for (const auto& [id, given] : points) {
        const auto* scored_for = scored.find(id);
        if (!scored_for) return bad_points(id, {"没有此评分项：" + id, "There is no such criterion: " + id});
        if (given < 0 || given > scored_for->score_max)
            return bad_points(id,
                              {scored_for->title.zh + "须为 0 至 " + std::to_string(scored_for->score_max) + " 分",
                               scored_for->title.en + " is scored from 0 to " + std::to_string(scored_for->score_max)});
    }
    if (draft) return {};
    for (const auto& each : scored.criteria)
        if (!points.contains(each.id))
            return bad_points(each.id, {each.title.zh + "尚未评分", each.title.en + " has no score yet"});
    return {};
}

std::int64_t total_scaled(const rubric& scored, const points_by_criterion& points) {
    const auto scale = scored.scale();
    std::int64_t total = 0;
    for (const auto& each : scored.criteria)
        total += each.weight * points.at(each.id) * (scale / each.score_max);
    return total;
}

} // namespace sluice::review
