import * as z from 'zod/mini';

// Apps Script has no `new Function`, with which zod would compile its checks.
z.config({ jitless: true });

export { z };
