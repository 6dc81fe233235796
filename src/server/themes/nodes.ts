import type { Ctx } from '#server/kernel';
import type { LinkInput, LinkKind, NodeInput, NodeKey } from './shapes.ts';

export async function node(_ctx: Ctx, _input: NodeInput): Promise<void> {
  throw new Error('not written yet');
}

export async function nodes(_ctx: Ctx, _inputs: NodeInput[]): Promise<void> {
  throw new Error('not written yet');
}

export async function hideNodes(_ctx: Ctx, _kind: string, _ids: string[]): Promise<void> {
  throw new Error('not written yet');
}

export async function link(_ctx: Ctx, _from: NodeKey, _to: NodeKey, _kind: LinkKind): Promise<void> {
  throw new Error('not written yet');
}

export async function linkAll(_ctx: Ctx, _links: LinkInput[]): Promise<void> {
  throw new Error('not written yet');
}

export async function unlink(_ctx: Ctx, _from: NodeKey, _to: NodeKey, _kind: LinkKind): Promise<void> {
  throw new Error('not written yet');
}

