import { postJson } from './fetchJson.ts';
import { type RequestState, useRequest } from './useRequest.ts';

/** Posts a body when the component is mounted and whenever the body changes. With null nothing is sent yet. */
export function usePost<Value>(path: string, body: object | null): RequestState<Value> {
  return useRequest(JSON.stringify(body), body && ((signal) => postJson<Value>(path, body, signal)));
}
