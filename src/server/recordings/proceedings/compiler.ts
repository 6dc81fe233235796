import { createRequire } from 'node:module';

/** What we use of the compiler; types of its own come only with a package that names platforms nobody has published. */
export interface Compiler {
  compile(options: { mainFileContent: string; inputs: Record<string, string> }): {
    result: object | null;
    takeError(): { shortDiagnostics: unknown[] } | null;
  };
  pdf(document: object, options: { pdfStandard: 'ua-1'; creationTimestamp: number }): Buffer;
}
interface Library {
  NodeCompiler: {
    create(options: { workspace: string; fontArgs: { fontBlobs: Buffer[] }[] }): Compiler;
  };
}

const require = createRequire(import.meta.url);
const { platform, arch } = process;
const name = `@myriaddreamin/typst-ts-node-compiler-${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}`;

/** Whether there is a compiler for this machine. */
export function hasCompiler(): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

export const loadCompiler = (): Library => require(name) as Library;
