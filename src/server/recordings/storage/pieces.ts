/** Cuts a stream into pieces of `size` bytes; the last is what is left. Never holds more than one piece and a chunk. */
export async function* pieces(stream: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (let chunk of stream) {
    while (bytes + chunk.length >= size) {
      const take = size - bytes;
      held.push(chunk.subarray(0, take));
      yield Buffer.concat(held, size);
      chunk = chunk.subarray(take);
      held = [];
      bytes = 0;
    }
    if (chunk.length === 0) continue;
    held.push(chunk);
    bytes += chunk.length;
  }
  if (bytes > 0) yield Buffer.concat(held, bytes);
}
