import type { Page } from '../routing/address.ts';

/** Pages that do not exist in a saved page. */
export const NEEDS_SERVER: readonly Page['page'][] = ['learn', 'bench'];
