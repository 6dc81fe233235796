/** A page as a document. Trusted Types forbid parsing a string; the browser may parse what it fetches itself. */
export const fetchPage = (address: string): Promise<{ status: number; page: Document | null }> =>
  new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.onload = () => done({ status: request.status, page: request.responseXML });
    request.onerror = () => failed(new Error('no answer'));
    request.send();
  });
