import { Refusal, type Ctx } from '#server/kernel';
import * as recordings from '#server/recordings';
import { asKitError, ctxOf } from '#server/web';

/** A document's PDF, to be asked for anew at every reading: what was taken back must not wait in somebody's cache. */
export async function printProceedings(
  event: { locals: App.Locals; request: Request; url: URL },
  read: (ctx: Ctx) => Promise<recordings.Proceedings>,
): Promise<Response> {
  const ctx = ctxOf(event);
  try {
    const doc = await read(ctx);
    const printer = recordings.recordingsPart(ctx)!.proceedings;
    const { etag, pdf } = await printer.print(ctx, doc, ctx.config.origins[0] ?? event.url.origin);
    const headers = { etag, 'cache-control': 'public, max-age=0, must-revalidate' };
    if (event.request.headers.get('if-none-match')?.replace(/^W\//, '') === etag)
      return new Response(null, { status: 304, headers });
    const name = doc.path.split('/').slice(-2, -1)[0]!;
    return new Response(pdf as Uint8Array<ArrayBuffer>, {
      headers: {
        ...headers,
        'content-type': 'application/pdf',
        'content-length': String(pdf.byteLength),
        'content-disposition': `inline; filename="${name}-${doc.lang}.pdf"`,
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (caught) {
    if (caught instanceof Refusal && caught.kind === 'unavailable')
      return new Response(ctx.t(caught.code, caught.params), {
        status: caught.status,
        headers: { 'retry-after': '60', 'content-type': 'text/plain; charset=utf-8' },
      });
    throw asKitError(ctx, caught);
  }
}
