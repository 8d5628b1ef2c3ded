import type { Found } from '../api/model.ts';

/** Said of what is no discovery. */
export const isOwnInWords = ({ own_file: isOwn }: Found) => (isOwn ? 'The moment’s own clip' : '');
