// Loaded before the tests of a process: tells the meter whose tests run, at the moment they begin.
import path from 'node:path';
import { afterEach, beforeEach } from 'node:test';
import { meter } from './test-cost.ts';

const fileOf = (context: object): string => ('filePath' in context && typeof context.filePath === 'string' ? path.relative(process.cwd(), context.filePath) : '');
const isJourney = (file: string): boolean => file.startsWith('e2e');

beforeEach((context) => {
  const file = fileOf(context);
  // A file of journeys holds many, each of which costs as much as many files.
  meter.at(isJourney(file) ? `${file}  ${context.name.slice(0, 60)}` : file);
});

afterEach((context) => {
  // The browser and the node are ended after the last journey, and nobody asks them then.
  if (isJourney(fileOf(context))) {
    meter.read();
  }
});
