// What a machine exported by `to_xstate` needs to run in XState v5: the guard `cel`, the actions `mark`, `assign` and
// `raise`, a virtual clock. The tests' expressions are those in which CEL and JavaScript agree (comparisons of small
// integers, &&, ||, !, +, %, startsWith, In), so that JavaScript can evaluate them.

const compiled = new Map();

function evaluated(expression, scope) {
  let known = compiled.get(expression);
  if (!known) {
    known = new Function('context', 'event', 'In', `return (${expression});`);
    compiled.set(expression, known);
  }
  return known(scope.context, scope.event, scope.In);
}

// CEL's `event` has `type` and `data`; the data of a done event is what XState calls its output.
function seen(event) {
  return { type: event.type, data: event.data ?? event.output };
}

function resolved(value, scope) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((inner) => resolved(inner, scope));
  if ('cel' in value) return evaluated(value.cel, scope);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, scope)]));
}

// XState shows guards the context and the event, not the configuration. Where an expression asks `In(…)`, the guard
// becomes one of XState's own kind (as `stateIn` is), which sees the snapshot.
export function withConfigurationGuards(config) {
  if (Array.isArray(config)) return config.map(withConfigurationGuards);
  if (config === null || typeof config !== 'object') return config;
  const copy = {};
  for (const [key, value] of Object.entries(config)) {
    const asksIn = key === 'guard' && value.type === 'cel' && value.params.expression.includes('In(');
    copy[key] = asksIn ? configurationGuard(value.params.expression) : withConfigurationGuards(value);
  }
  return copy;
}

function configurationGuard(expression) {
  const guard = () => false;
  guard.check = (snapshot, { context, event }) => {
    const In = (id) => snapshot._nodes.some((node) => node.id === id);
    return evaluated(expression, { context, event: seen(event), In });
  };
  return guard;
}

export function evaluatingGuard({ context, event }, params) {
  return evaluated(params.expression, { context, event: seen(event) });
}

// The same hash as `oracle_says` in traced_host.cpp.
export function oracleSays(salt, step, pointer) {
  let hash = 2166136261;
  for (const byte of Buffer.from(`${salt}/${step}${pointer}`)) hash = Math.imul(hash ^ byte, 16777619);
  return (hash >>> 16) % 2 === 0;
}

// An action as it is written, raise apart.
export function actionTypes(config, found = new Set()) {
  if (Array.isArray(config)) config.forEach((inner) => actionTypes(inner, found));
  else if (config !== null && typeof config === 'object') {
    for (const [key, value] of Object.entries(config)) {
      if (['entry', 'exit', 'actions'].includes(key)) for (const action of value) found.add(action.type);
      else if (key !== 'meta') actionTypes(value, found);
    }
  }
  return found;
}

export function standardActions({ assign, raise }, trace) {
  return {
    mark: (_, params) => void trace.push(params.m),
    assign: assign(({ context, event }, params) => resolved(params, { context, event: seen(event) })),
    raise: raise(({ context, event }, params) => resolved(params.event, { context, event: seen(event) })),
  };
}

export function tracingActions({ raise }, types, trace) {
  const written = (type) => (_, params) =>
    void trace.push(params === undefined ? type : `${type} ${JSON.stringify(params)}`);
  const actions = Object.fromEntries([...types].map((type) => [type, written(type)]));
  actions.raise = raise((_, params) => params.event);
  return actions;
}

// Timers due together fire in the order of their starts.
export class VirtualClock {
  now = 0;
  #next = 0;
  #timers = [];

  setTimeout(run, delay) {
    const timer = { id: this.#next++, due: this.now + delay, run };
    this.#timers.push(timer);
    return timer.id;
  }

  clearTimeout(id) {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  }

  advance(duration) {
    const until = this.now + duration;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.due <= until);
      if (due.length === 0) break;
      const first = due.reduce((left, right) => (right.due < left.due ? right : left));
      this.clearTimeout(first.id);
      this.now = first.due;
      first.run();
    }
    this.now = until;
  }
}
