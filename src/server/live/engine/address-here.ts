import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * The address of this machine on which what is sent to `address` comes in: itself, or, behind a router that translates, the one
 * from which it is reached. Undefined when there is no way to it. Nothing is sent.
 */
export async function addressHere(address: string): Promise<string | undefined> {
  const version = isIP(address);
  if (version === 0) return undefined;
  const own = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  if (own.some((one) => one.address === address)) return address;
  const socket = createSocket(version === 4 ? 'udp4' : 'udp6');
  try {
    socket.connect(9, address);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}
