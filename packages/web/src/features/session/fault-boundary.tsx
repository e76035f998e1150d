import { CircleX } from "lucide-react";
import { Component, type ReactNode } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Message } from "../../ui/message.tsx";

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

/** Says so when the app itself is at fault, instead of leaving an empty page. React logs the error. */
export class FaultBoundary extends Component<FaultBoundaryProps, { hasFault: boolean }> {
  override state = { hasFault: false };

  static getDerivedStateFromError(): { hasFault: boolean } {
    return { hasFault: true };
  }

  override render(): ReactNode {
    return this.state.hasFault ? <FaultMessage /> : this.props.children;
  }
}

function FaultMessage() {
  const { t } = useLocale();
  return (
    <main>
      <Message isPage icon={CircleX} title={t("app.broken.title")} text={t("app.broken.text")}>
        <Button look="primary" onClick={() => location.reload()}>
          {t("app.reload")}
        </Button>
      </Message>
    </main>
  );
}
