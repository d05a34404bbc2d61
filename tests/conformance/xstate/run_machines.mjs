// Runs machines in XState v5: `node run_machines.mjs FOLDER`, where FOLDER holds node_modules.
//
// Each line of standard input is a question: {"machine": configuration, "script": [{"event", "n"} or {"wait_ms"}],
// "delays": {name: ms}, "oracle": salt or null}. At the line "answer", one line is written for each question asked since:
// {"observed": [{"configuration", "context", "done", "trace"}…]}, after the start and after every step, or {"error": text}.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import {
  VirtualClock, actionTypes, evaluatingGuard, oracleSays, standardActions, tracingActions, withConfigurationGuards,
} from './implementations.mjs';

const xstate = createRequire(resolve(process.argv[2] ?? 'build/node', 'index.js'))('xstate');

// XState by itself goes on for ever.
const iterationsMax = 5000;

function implementationsFor(question, trace, atStep) {
  const { oracle, delays } = question;
  if (oracle === null) {
    return { guards: { cel: evaluatingGuard }, actions: standardActions(xstate, trace), delays };
  }
  const notTimer = '!event.type.startsWith("xstate.after.")';
  const asked = ({ event }, { expression, transition }) => {
    const excludesTimers = expression.startsWith(notTimer);
    if (excludesTimers && event.type.startsWith('xstate.after.')) return false;
    return expression === notTimer || oracleSays(oracle, atStep(), transition);
  };
  return { guards: { cel: asked }, actions: tracingActions(xstate, actionTypes(question.machine), trace), delays };
}

function observed(actor, trace) {
  const snapshot = actor.getSnapshot();
  const leaves = snapshot._nodes.filter((node) => node.type === 'atomic' || node.type === 'final');
  return {
    configuration: leaves.map((node) => node.id).sort(),
    context: snapshot.context,
    done: snapshot.status === 'done',
    trace: trace.splice(0),
  };
}

function run(question) {
  const trace = [];
  const observations = [];
  let step = 0;
  const config = question.oracle === null ? withConfigurationGuards(question.machine) : question.machine;
  const machine = xstate
    .createMachine({ ...config, options: { maxIterations: iterationsMax } })
    .provide(implementationsFor(question, trace, () => step));
  const clock = new VirtualClock();
  const actor = xstate.createActor(machine, { clock });
  let failed;
  actor.subscribe({ error: (error) => (failed = error) });
  actor.start();
  observations.push(observed(actor, trace));
  for (const taken of question.script) {
    step += 1;
    if ('wait_ms' in taken) clock.advance(taken.wait_ms);
    else actor.send({ type: taken.event, data: { n: taken.n } });
    if (failed) throw failed;
    observations.push(observed(actor, trace));
  }
  actor.stop();
  return { observed: observations };
}

function answer(line) {
  try {
    return run(JSON.parse(line));
  } catch (error) {
    return { error: String(error.message) };
  }
}

let asked = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'answer') {
    asked.push(line);
    continue;
  }
  process.stdout.write(asked.map((each) => `${JSON.stringify(answer(each))}\n`).join(''));
  asked = [];
}
