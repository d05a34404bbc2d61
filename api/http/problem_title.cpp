#include "api/http/problem.hpp"

namespace sluice::http {

text title_of(reason why) {
    switch (why) {
    case reason::malformed_request:
        return {"请求格式有误", "Malformed request"};
    case reason::malformed_json:
        return {"JSON 格式有误", "Malformed JSON"};
    case reason::unknown_field:
        return {"含有未知字段", "Unknown field"};
    case reason::invalid_value:
        return {"取值无效", "Invalid value"};
    case reason::form_invalid:
        return {"表单填写有误", "The form is not valid"};
    case reason::body_too_large:
        return {"请求内容过大", "Body too large"};
    case reason::unsupported_media_type:
        return {"不支持的内容类型", "Unsupported media type"};
    case reason::not_acceptable:
        return {"无法提供所需格式", "Not acceptable"};
    case reason::method_not_allowed:
        return {"不允许的请求方法", "Method not allowed"};
    case reason::route_not_found:
        return {"没有这个地址", "No such route"};
    case reason::too_many_requests:
        return {"请求过于频繁", "Too many requests"};
    case reason::service_unavailable:
        return {"服务暂不可用", "Service unavailable"};
    case reason::internal:
        return {"服务器内部错误", "Internal error"};
    case reason::authentication_required:
        return {"需要登录", "Authentication required"};
    case reason::token_invalid:
        return {"令牌无效", "Invalid token"};
    case reason::not_permitted:
        return {"没有权限", "Not permitted"};
    case reason::same_person:
        return {"须由不同的人办理", "A different person must do this"};
    case reason::conflict_of_interest:
        return {"存在利益冲突", "Conflict of interest"};
    case reason::not_assigned:
        return {"未被指派", "Not assigned"};
    case reason::recused:
        return {"已回避", "Recused"};
    case reason::not_found:
        return {"未找到", "Not found"};
    case reason::version_required:
        return {"须注明版本", "Version required"};
    case reason::version_conflict:
        return {"版本已变更", "Version conflict"};
    case reason::idempotency_key_required:
        return {"缺少幂等键", "Idempotency key required"};
    case reason::idempotency_key_reused:
        return {"幂等键已用于其他请求", "Idempotency key reused"};
    case reason::already_exists:
        return {"已存在", "Already exists"};
    case reason::event_unknown:
        return {"未知的事件", "Unknown event"};
    case reason::event_not_possible:
        return {"当前阶段不能办理此事项", "Not possible in the present state"};
    case reason::guard_not_met:
        return {"条件未满足", "Condition not met"};
    case reason::guard_failed:
        return {"条件无法判定", "Condition could not be evaluated"};
    case reason::requirement_not_met:
        return {"要求未满足", "Requirement not met"};
    case reason::window_closed:
        return {"不在受理期内", "Outside the intake window"};
    case reason::document_missing:
        return {"缺少材料", "Document missing"};
    case reason::not_editable:
        return {"当前不可修改", "Not editable"};
    case reason::panel_closed:
        return {"评审已结束", "Panel closed"};
    case reason::panel_not_composed:
        return {"评审组尚未组成", "Panel not composed"};
    case reason::already_submitted:
        return {"已提交过", "Already submitted"};
    case reason::applicant_barred:
        return {"申请人处于限制期", "Applicant barred"};
    case reason::round_closed:
        return {"本批次已关闭", "Round closed"};
    case reason::fund_exhausted:
        return {"资金余额不足", "Fund exhausted"};
    case reason::amount_invalid:
        return {"金额无效", "Invalid amount"};
    case reason::amount_exceeds_commitment:
        return {"金额超过已立项额度", "Amount exceeds the commitment"};
    case reason::payment_not_possible:
        return {"不能拨付", "Payment not possible"};
    case reason::ledger_unbalanced:
        return {"账目不平", "Ledger unbalanced"};
    case reason::calendar_year_not_loaded:
        return {"该年度工作日历未载入", "Calendar year not loaded"};
    case reason::arithmetic_overflow:
        return {"数值溢出", "Arithmetic overflow"};
    case reason::definition_invalid:
        return {"项目定义有误", "Invalid definition"};
    case reason::expression_invalid:
        return {"表达式有误", "Invalid expression"};
    case reason::cost_exceeded:
        return {"计算量超限", "Cost exceeded"};
    }
    return {"服务器内部错误", "Internal error"};
}

} // namespace sluice::http
