;; The mean of two channels, four samples at a time in 128-bit registers.
;;
;; mix-kernel.test.ts compiles this text and compares the result with mix-kernel-bytes.ts, and says how to renew that.
(module
  (memory (export "memory") 2)
  ;; out[i] = (left[i] + right[i]) / 2 as float32 over `bytes` bytes, a multiple of 16 above 0; left, right and out are byte addresses.
  ;; Gives the largest magnitude of all of out: not a number where one of them is none.
  (func (export "mix") (param $left i32) (param $right i32) (param $out i32) (param $bytes i32) (result f32)
    (local $end i32) (local $x v128) (local $peak v128)
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $x (f32x4.mul
        (f32x4.add (v128.load (local.get $left)) (v128.load (local.get $right)))
        (v128.const f32x4 0.5 0.5 0.5 0.5)))
      (v128.store (local.get $out) (local.get $x))
      (local.set $peak (f32x4.max (local.get $peak) (f32x4.abs (local.get $x))))
      (local.set $left (i32.add (local.get $left) (i32.const 16)))
      (local.set $right (i32.add (local.get $right) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end))))
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $peak)) (f32x4.extract_lane 1 (local.get $peak)))
      (f32.max (f32x4.extract_lane 2 (local.get $peak)) (f32x4.extract_lane 3 (local.get $peak)))))
)
