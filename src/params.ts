import { defineParams } from '@sveltejs/kit/params';

export const params = defineParams({
  lang: (value) => (value === 'be' || value === 'ru' || value === 'en' ? value : undefined),
});
