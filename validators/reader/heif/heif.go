// Package heif decodes the photographs of phones (HEIF pictures coded as HEVC)
// with libheif, compiled to WebAssembly and run in a sandbox.
//
// The build is that of gen2brain/heic (see lib). Its Go package is not used: it
// turns every program that imports it into one that loads the system's libraries,
// where ours is one static file; and it compiles the module anew in each process,
// two seconds, where [Load] keeps the machine code between runs.
package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"
	"os"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:embed lib/heif.wasm.gz
var compressed []byte

var (
	// ErrPicture is returned for what libheif does not decode.
	ErrPicture = errors.New("heif: not decoded")
	// ErrMemory is returned where the sandbox has no room left.
	ErrMemory = errors.New("heif: out of memory")
)

// Engine decodes pictures, each in a sandbox of its own. It is safe for
// concurrent use.
type Engine struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// Load returns an engine whose sandboxes hold at most memory bytes. The machine
// code is kept in the folder cache between runs; "" keeps none. A cache that cannot
// be used costs time only.
func Load(ctx context.Context, cache string, memory int64) (*Engine, error) {
	if cache != "" {
		if engine, err := load(ctx, cache, memory); err == nil {
			return engine, nil
		}
		_ = os.RemoveAll(cache) // a damaged cache is made again
		if engine, err := load(ctx, cache, memory); err == nil {
			return engine, nil
		}
	}
	return load(ctx, "", memory)
}

const wasmPage = 64 << 10

func load(ctx context.Context, cache string, memory int64) (*Engine, error) {
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(uint32(memory / wasmPage))
	if cache != "" {
		kept, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, fmt.Errorf("heif: opening the cache: %w", err)
		}
		config = config.WithCompilationCache(kept)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, fmt.Errorf("heif: unpacking the module: %w", err)
	}
	code, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("heif: unpacking the module: %w", err)
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, fmt.Errorf("heif: starting: %w", errors.Join(err, runtime.Close(ctx)))
	}
	module, err := runtime.CompileModule(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("heif: compiling: %w", errors.Join(err, runtime.Close(ctx)))
	}
	return &Engine{runtime, module}, nil
}

// Close frees the engine.
func (e *Engine) Close(ctx context.Context) error { return e.runtime.Close(ctx) }

// Decode returns the primary picture of a file, turned and mirrored as its
// container says, as YCbCr, grey or with alpha. The error is [ErrPicture],
// [ErrMemory] or one of the sandbox.
func (e *Engine) Decode(ctx context.Context, data []byte) (image.Image, error) {
	// No name: instances of one module may run side by side.
	module, err := e.runtime.InstantiateModule(ctx, e.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("heif: starting a sandbox: %w", err)
	}
	defer module.Close(ctx)
	return sandbox{ctx, module}.decode(data)
}

// sandbox is one instance of the module.
type sandbox struct {
	ctx    context.Context
	module api.Module
}

// header is what the function decode says of a picture, in its order.
type header struct{ width, height, colourSpace, chroma, premultiplied uint32 }

const headerBytes = 5 * 4

func (s sandbox) decode(data []byte) (image.Image, error) {
	in, err := s.alloc(len(data))
	if err != nil {
		return nil, err
	}
	if !s.module.Memory().Write(in, data) {
		return nil, ErrMemory
	}
	head, err := s.alloc(headerBytes)
	if err != nil {
		return nil, err
	}
	if err := s.call(in, len(data), true, head, 0); err != nil {
		return nil, err
	}
	h, err := s.header(head)
	grey := err == nil && h.colourSpace == spaceYCbCr && h.chroma == monochrome
	if grey {
		h, err = s.coloured(in, data, head)
	}
	if err != nil {
		return nil, err
	}
	size, layOut, err := h.layout()
	if err != nil {
		return nil, err
	}
	out, err := s.alloc(size)
	if err != nil {
		return nil, err
	}
	if err := s.call(in, len(data), false, head, out); err != nil {
		return nil, err
	}
	pixels, ok := s.module.Memory().Read(out, uint32(size))
	if !ok {
		return nil, ErrMemory
	}
	img := layOut(pixels)
	if ycbcr, ok := img.(*image.YCbCr); ok && grey {
		img = &image.Gray{Pix: ycbcr.Y, Stride: ycbcr.YStride, Rect: ycbcr.Rect}
	}
	return img, nil
}

func (s sandbox) alloc(size int) (uint32, error) {
	at, err := s.module.ExportedFunction("malloc").Call(s.ctx, uint64(size))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrMemory, err)
	}
	if at[0] == 0 {
		return 0, ErrMemory
	}
	return uint32(at[0]), nil
}

// call runs the function decode of lib/heif.c: the header alone, or all.
func (s sandbox) call(in uint32, size int, headerOnly bool, head, out uint32) error {
	only := uint64(0)
	if headerOnly {
		only = 1
	}
	at := func(i uint32) uint64 { return uint64(head + 4*i) }
	done, err := s.module.ExportedFunction("decode").Call(s.ctx, uint64(in), uint64(size), only, at(0), at(1), at(2), at(3), at(4), uint64(out))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if done[0] == 0 {
		return ErrPicture
	}
	return nil
}

// monochrome is the sampling of a picture without colours. The function decode
// of lib/heif.c then asks libheif for a YCbCr picture without Cb and Cr, which it
// does not make.
const monochrome = 0

// chromaAt is where the configuration of an HEVC decoder says which samples of
// colour there are (ISO/IEC 14496-15, 8.3.3.1.2), behind the name of its box.
const chromaAt = 4 + 16

// coloured says of the copy of a file in the sandbox that its picture has
// colours, and asks for the header again. Only what is asked for changes, not
// what is decoded: Y is the picture, Cb and Cr hold nothing.
func (s sandbox) coloured(in uint32, data []byte, head uint32) (header, error) {
	const samples, of420 = 0b11, 1
	for at := 0; ; at += chromaAt {
		next := bytes.Index(data[at:], []byte("hvcC"))
		if at += max(next, 0); next < 0 || at+chromaAt >= len(data) {
			break
		}
		if flags := data[at+chromaAt]; flags&samples == monochrome {
			s.module.Memory().WriteByte(in+uint32(at+chromaAt), flags|of420)
		}
	}
	if err := s.call(in, len(data), true, head, 0); err != nil {
		return header{}, err
	}
	return s.header(head)
}

func (s sandbox) header(at uint32) (h header, err error) {
	for i, field := range []*uint32{&h.width, &h.height, &h.colourSpace, &h.chroma, &h.premultiplied} {
		v, ok := s.module.Memory().ReadUint32Le(at + 4*uint32(i))
		if !ok {
			return h, ErrMemory
		}
		*field = v
	}
	return h, nil
}

// Colour spaces and samplings of libheif (heif.h).
const (
	spaceYCbCr = 0
	spaceRGB   = 1
	spaceGrey  = 2
)

var samplings = map[uint32]image.YCbCrSubsampleRatio{
	1: image.YCbCrSubsampleRatio420,
	2: image.YCbCrSubsampleRatio422,
	3: image.YCbCrSubsampleRatio444,
}

// mostSide bounds the sums below; no camera comes near it.
const mostSide = 1 << 15

// layout says how many bytes a picture takes, and how they are laid out.
func (h header) layout() (size int, layOut func(pixels []byte) image.Image, err error) {
	if h.width == 0 || h.height == 0 || h.width > mostSide || h.height > mostSide {
		return 0, nil, ErrPicture
	}
	w, rows := int(h.width), int(h.height)
	frame := image.Rect(0, 0, w, rows)
	switch h.colourSpace {
	case spaceYCbCr:
		return h.layoutYCbCr(frame)
	case spaceGrey:
		stride := aligned(w)
		return stride * rows, func(pix []byte) image.Image { return &image.Gray{Pix: pix, Stride: stride, Rect: frame} }, nil
	case spaceRGB:
		stride := aligned(4 * w)
		return stride * rows, func(pix []byte) image.Image {
			if h.premultiplied == 1 {
				return &image.RGBA{Pix: pix, Stride: stride, Rect: frame}
			}
			return &image.NRGBA{Pix: pix, Stride: stride, Rect: frame}
		}, nil
	}
	return 0, nil, ErrPicture
}

func (h header) layoutYCbCr(frame image.Rectangle) (size int, layOut func(pixels []byte) image.Image, err error) {
	sampling, known := samplings[h.chroma]
	if !known {
		return 0, nil, ErrPicture
	}
	// The size of the colour planes is that of Go's own pictures.
	like := image.NewYCbCr(image.Rect(0, 0, frame.Dx(), 2), sampling)
	stride, colourStride := aligned(frame.Dx()), aligned(like.CStride)
	colourRows := frame.Dy()
	if sampling == image.YCbCrSubsampleRatio420 {
		colourRows = (frame.Dy() + 1) / 2
	}
	bright, colour := stride*frame.Dy(), colourStride*colourRows
	return bright + 2*colour, func(pix []byte) image.Image {
		return &image.YCbCr{
			Y: pix[:bright:bright], Cb: pix[bright : bright+colour : bright+colour], Cr: pix[bright+colour:],
			YStride: stride, CStride: colourStride, SubsampleRatio: sampling, Rect: frame,
		}
	}, nil
}

// aligned is how long libheif makes a row.
func aligned(n int) int { return (n + 15) &^ 15 }
