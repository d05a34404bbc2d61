// How many events a second `actor.send` of XState v5 takes: `node measure_machines.mjs FOLDER`, where FOLDER holds
// node_modules. Questions are lines {"machine", "events": [type…], "seconds"}, answered at the line "answer" by
// {"events_per_second"}; the events are sent round and round.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const xstate = createRequire(resolve(process.argv[2] ?? 'build/node', 'index.js'))('xstate');

const eventsBetweenLooks = 4096;

function rate({ machine, events, seconds }) {
  let counted = 0;
  const count = () => void (counted += 1);
  const actor = xstate.createActor(xstate.createMachine(machine).provide({ actions: { count } }));
  actor.start();
  const sent = events.map((type) => ({ type }));
  let number = 0;
  const began = performance.now();
  let taken = 0;
  while (taken < seconds * 1000) {
    for (let index = 0; index < eventsBetweenLooks; index += 1, number += 1) actor.send(sent[number % sent.length]);
    taken = performance.now() - began;
  }
  if (counted === 0) throw new Error('nothing happened');
  return { events_per_second: (number * 1000) / taken };
}

let asked = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'answer') {
    asked.push(JSON.parse(line));
    continue;
  }
  for (const each of asked) process.stdout.write(`${JSON.stringify(rate(each))}\n`);
  asked = [];
}
