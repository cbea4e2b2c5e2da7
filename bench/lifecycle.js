// The load of bench/lifecycle.py, in k6. Bodies and sessions were made beforehand; see there.
import http from 'k6/http';
import { check, fail } from 'k6';
import { Counter, Trend } from 'k6/metrics';
import exec from 'k6/execution';
import { SharedArray } from 'k6/data';

const given = JSON.parse(open(__ENV.PLAN));
const bodies = new SharedArray('bodies', () => given.bodies.map((body) => JSON.stringify(body)));
const photo = open(__ENV.PHOTO, 'b');
const done = new Counter('lifecycles');
const life = new Trend('lifecycle_ms', true);
const refused = new Counter('refused_503');
const unanswered = new Counter('unanswered');

export const options = given.options;

function post(path, body, key, name, method = 'POST', media = 'application/json') {
  const answer = http.request(method, given.address + path, body, {
    headers: {
      Authorization: `Bearer ${given.token}`,
      'Content-Type': media,
      'Idempotency-Key': key,
    },
    tags: { name },
    timeout: '60s',
  });
  if (answer.status >= 400 && exec.scenario.iterationInTest < 2) console.error(name, answer.status, answer.body);
  if (answer.status === 503 && answer.headers['Retry-After']) refused.add(1);
  else if (answer.status === 0) unanswered.add(1);
  return answer;
}

function submit(number) {
  const answer = post('/applications', bodies[number], `${given.series}-${number}`, 'submit');
  if (!check(answer, { submitted: (a) => a.status === 201 || a.status === 200 })) return null;
  return answer.json('application_id');
}

export function submission() {
  const number = exec.scenario.iterationInTest;
  if (number < bodies.length) submit(number);
}

// W1a: made, a photograph, moved to its end. W1b: and found by search as it ended.
export default function lifecycle() {
  const number = exec.scenario.iterationInTest;
  if (number >= bodies.length) fail('no more bodies were made');
  const begin = Date.now();
  const id = submit(number);
  if (id === null) return;
  const path = `/applications/${id}`;
  const moved = post(`${path}/photos/identity_card`, photo, `${id}-p`, 'move', 'PUT', 'image/png');
  const ended = post(`${path}/withdrawal`, '{"reason":"压测"}', `${id}-w`, 'end');
  let good = check(moved, { moved: (a) => a.status < 300 });
  good = check(ended, { ended: (a) => a.status === 200 }) && good;
  if (given.search && good) {
    const wanted = JSON.stringify({ id_number: given.bodies[number].form.id_number, state: 'withdrawn' });
    const found = post('/applications/search', wanted, '', 'search');
    good = check(found, { found: (a) => a.status === 200 && a.json('items').some((one) => one.application_id === id) });
  }
  if (good) {
    done.add(1);
    life.add(Date.now() - begin);
  }
}

export function handleSummary(data) {
  return { [__ENV.SUMMARY]: JSON.stringify(data) };
}
