/** An error as the server describes it (RFC 9457), or an error of the browser. */
export class Problem extends Error {
  constructor(
    readonly kind: string,
    readonly title: string,
    readonly detail: string | undefined,
  ) {
    super(title);
  }
}

/** The error of a response, with the server's description if it has one. */
export async function problemFrom(response: Response): Promise<Problem> {
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    const body = (await response.json()) as { type: string; title: string; detail?: string };
    return new Problem(body.type, body.title, body.detail);
  }
  return new Problem('unexpected', 'Unexpected response', `HTTP status ${response.status}`);
}

/** Any thrown value as a problem; `fetch` throws a `TypeError` if there is no connection. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof TypeError) {
    return new Problem('unreachable', 'Cannot reach the program', undefined);
  }
  return new Problem('unexpected', 'Unexpected error', String(thrown));
}

/** What to do about a problem; the server's detail where there is no better advice. */
export function adviceFor({ kind, detail }: Problem): string | undefined {
  switch (kind) {
    case 'unreachable':
      return 'Check that `earsight serve` is running, then try again.';
    case 'busy':
      return 'The server is busy with other requests. Wait a moment and try again.';
    case 'overtime':
      return 'The request took too long. Try fewer seconds or a smaller file.';
    case 'too-large':
      return 'Trim the file to the part you need and upload that.';
    case 'file-gone':
      return 'The file was moved or deleted after the library was created. Restore it, or run `earsight learn` again.';
    case 'no-token':
      return 'Open the full address that `earsight serve` printed, including the token.';
    case 'not-saved':
      return 'A saved page contains only some queries and their results. Open the library with `earsight serve` for all others.';
    case 'not-learned':
      return 'Search, localization and generation need a learned model.';
    default:
      return detail;
  }
}
