import { CircleQuestionMark } from 'lucide-react';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../elements/Button';

/** Opens and closes why a song is in the list. */
export function WhyButton({
  open,
  onOpen,
}: {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <IconButton
      label={t('similar.why')}
      className="similar__ask"
      aria-expanded={open}
      onClick={() => {
        onOpen(!open);
      }}
    >
      <CircleQuestionMark size={16} />
    </IconButton>
  );
}
