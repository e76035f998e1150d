import type { ComponentProps } from "react";

import { buttonLook, type ButtonLook } from "./button-look.ts";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: ButtonLook;
}

/** A button of at least 44 px, in one of three looks. */
export function Button({ look = "outline", className = "", ...props }: ButtonProps) {
  return <button type="button" className={`${buttonLook(look)} ${className}`} {...props} />;
}
