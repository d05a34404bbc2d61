// Runs SCXML documents in SCION: `node run_documents.mjs FOLDER`, where FOLDER holds node_modules.
//
// Questions and answers are those of ../xstate/run_machines.mjs, with {"document": SCXML} instead of a machine, and
// without timers and oracles. SCION has ECMAScript for a data model: the tests' expressions are those in which CEL and
// JavaScript agree, and only CEL's `event` has to be given its SCXML name.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(resolve(process.argv[2] ?? 'build/node-scxml', 'index.js'));
const scxml = require('@scion-scxml/scxml');

// Of one question; SCION by itself goes on for ever.
const smallStepsMax = 50_000;

const asJavaScript = (expression) =>
  expression.replaceAll('event.data', '_event.data').replaceAll('event.type', '_event.name');

// SCION makes function names of foreign elements' namespaces, which no namespace survives: our actions are put into
// SCXML's own elements, `mark` as a log and `assign` as an assign for each parameter.
function withStandardActions(document) {
  return document.replace(/<sluice:action type="(\w+)">(.*?)<\/sluice:action>/gs, (_, type, inside) =>
    inside.replace(/<sluice:parameter name="(\w+)" expr="([^"]*)"\/>/g, (__, name, value) =>
      type === 'mark' ? `<log label="mark" expr="${value}"/>` : `<assign location="context.${name}" expr="${value}"/>`));
}

const modelOf = (document) =>
  new Promise((done, failed) => {
    const text = withStandardActions(document)
      .replace('datamodel="cel"', 'datamodel="ecmascript"')
      .replace(/(cond|expr)="[^"]*"/g, (expression) => asJavaScript(expression));
    let faulty = false; // SCION calls back again after an error
    scxml.documentStringToModel('chart.scxml', text, (error, model) => {
      faulty ||= Boolean(error);
      if (faulty) return failed(error);
      model.prepare((trouble, prepared) => (trouble ? failed(trouble) : done(prepared)));
    }, {});
  });

async function run(question) {
  const trace = [];
  const observations = [];
  const prepared = await modelOf(question.document);
  const interpreter = new scxml.core.Statechart(prepared, { console: { log: (_, mark) => trace.push(mark) } });
  const observe = () => {
    const configuration = [...interpreter.getConfiguration()].sort();
    // A root that became a state ends in a state beside it, where ours keeps its last configuration.
    const ended = configuration.length === 1 && configuration[0].endsWith('.end');
    observations.push({ ...(ended ? { done: true } : { configuration }), trace: trace.splice(0) });
  };
  let steps = 0;
  interpreter.on('onSmallStepBegin', () => {
    steps += 1;
    if (steps > smallStepsMax) throw new Error('SCION does not come to rest');
  });
  interpreter.start();
  observe();
  for (const taken of question.script) {
    if (!('wait_ms' in taken)) interpreter.gen({ name: taken.event, data: { n: taken.n } });
    observe();
  }
  return { observed: observations };
}

async function answer(line) {
  try {
    return await run(JSON.parse(line));
  } catch (error) {
    return { error: String(error.stack) };
  }
}

let asked = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'answer') {
    asked.push(line);
    continue;
  }
  const answers = [];
  for (const each of asked) answers.push(JSON.stringify(await answer(each)));
  process.stdout.write(answers.map((each) => `${each}\n`).join(''));
  asked = [];
}
