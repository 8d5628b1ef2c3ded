import type { Page } from '../routing/address.ts';

/** Pages that a saved page lacks. */
export const NEEDS_SERVER: readonly Page['page'][] = ['learn', 'bench'];
