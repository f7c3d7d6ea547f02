import { affinitySteps } from './affinity-steps';
import { descentSteps } from './descent-steps';
import { neighbourSteps } from './neighbour-steps';
import { trustSteps } from './trust-steps';

/** What crews can do. */
export const ACTS = {
  search: neighbourSteps,
  affinities: affinitySteps,
  descent: descentSteps,
  trust: trustSteps,
};
