import { config } from 'zod';

// Zod would compile its checks with `Function`, which the content security policy forbids.
config({ jitless: true });
