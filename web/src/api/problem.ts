/** What went wrong, as the server says it (RFC 9457), or as the browser does. */
export class Problem extends Error {
  constructor(
    readonly kind: string,
    readonly title: string,
    readonly detail: string | undefined,
  ) {
    super(title);
  }
}

/** The server's own words where it has some. */
export async function problemOf(response: Response): Promise<Problem> {
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    const said = (await response.json()) as { type: string; title: string; detail?: string };
    return new Problem(said.type, said.title, said.detail);
  }
  return new Problem('unexpected', 'The program gave no answer', `It said ${response.status}.`);
}

/** Whatever was thrown, as a problem; a `fetch` that fails means that nobody listens any more. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof TypeError) {
    return new Problem('unreachable', 'The program does not answer', undefined);
  }
  return new Problem('unexpected', 'Something unexpected happened', String(thrown));
}

/** What a person can do about it. */
export function whatToDo({ kind, detail }: Problem): string | undefined {
  switch (kind) {
    case 'unreachable':
      return 'Is `earsight serve` still running? Start it again, then try once more.';
    case 'busy':
      return 'It is working on other questions. Wait a moment and try again.';
    case 'overtime':
      return 'That took too long. Try a shorter stretch or a smaller file.';
    case 'too-large':
      return 'Cut the file down to the moment that you mean, and bring that.';
    case 'file-gone':
      return 'It was moved or removed after the library was made. Put it back, or make the library again.';
    case 'no-token':
      return 'Open the whole address that the program printed when it started.';
    case 'not-saved':
      return 'A saved page holds some questions and their answers. Open the library with `earsight serve` to ask others.';
    case 'not-learned':
      return 'The library has to be learned first.';
    default:
      return detail;
  }
}
