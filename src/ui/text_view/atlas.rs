//! Glyphs rasterised once into one texture: white with alpha, tinted by vertex colour when painted; emoji in their own colours.

use std::collections::HashMap;

use egui::{Color32, ColorImage, Context, Rect, TextureHandle, TextureId, TextureOptions, Vec2, pos2, vec2};
use parley::FontData;
use swash::scale::image::{Content, Image};
use swash::scale::{Render, ScaleContext, Source, StrikeWith};
use swash::zeno::{Angle, Transform, Vector};
use swash::{CacheKey, FontRef};

/// Side of the first texture in pixels: enough for a Latin text in all four faces (4 MB).
const FIRST_SIDE: usize = 1024;
/// Side of the largest texture in pixels, where the driver takes it: a page of Chinese on a fine screen at three times its size (64 MB).
const LARGEST_SIDE: usize = 4096;
/// Sub-pixel positions of a small glyph; finer steps cannot be told apart.
const STEPS: f32 = 4.0;
/// The same of a large one, where half a pixel is a smaller part of a letter.
const STEPS_WHEN_LARGE: f32 = 2.0;
/// From which size on a glyph is large, in pixels.
const LARGE: f32 = 32.0;
/// Empty pixels between glyphs, so that filtering never picks up a neighbour.
const GAP: usize = 1;

/// One glyph of one face at one size and sub-pixel position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    font: u64,
    index: u32,
    glyph: u32,
    size: u32,
    step: u8,
    slant: i8,
    embolden: bool,
    coords: u64,
}

/// How the glyphs of a run are drawn.
pub struct RunFace<'a> {
    /// The font file.
    pub font: &'a FontData,
    /// Size in pixels.
    pub size: f32,
    /// Variation coordinates, normalised (`F2Dot14`).
    pub coords: &'a [i16],
    /// Degrees of slant to add where the font has no italic.
    pub slant: f32,
    /// Whether to thicken where the font has no bold.
    pub embolden: bool,
}

/// Where a glyph lies in the texture and beside its origin.
#[derive(Debug, Clone, Copy)]
pub struct Sprite {
    /// Left top from the whole pixel of the pen (pixels, y down).
    pub offset: Vec2,
    /// Size in pixels.
    pub size: Vec2,
    /// Place in the texture, 0 to 1.
    pub uv: Rect,
    /// Whether it has its own colours.
    pub coloured: bool,
}

/// The texture, what is in it, and where there is room.
#[derive(Default)]
pub struct Atlas {
    scale: ScaleContext,
    /// Keys of swash for the fonts seen, by blob and index.
    fonts: HashMap<(u64, u32), (u32, CacheKey)>,
    texture: Option<TextureHandle>,
    glyphs: HashMap<Key, Option<Sprite>>,
    side: usize,
    shelf_y: usize,
    shelf_height: usize,
    pen_x: usize,
    generation: u64,
}

impl Atlas {
    /// Changes whenever the texture was begun anew and every sprite must be asked for again.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The texture, once something is in it.
    pub fn texture(&self) -> Option<TextureId> {
        self.texture.as_ref().map(TextureHandle::id)
    }

    /// The sprite of a glyph whose pen stands at `x` pixels; `None` for an empty one, such as a space.
    pub fn sprite(&mut self, ctx: &Context, face: &RunFace<'_>, glyph: u32, x: f32) -> Option<Sprite> {
        let steps = if face.size < LARGE { STEPS } else { STEPS_WHEN_LARGE };
        let step = ((x - x.floor()) * steps).floor().min(steps - 1.0) as u8;
        let key = Key {
            font: face.font.data.id(),
            index: face.font.index,
            glyph,
            size: face.size.to_bits(),
            step,
            slant: face.slant as i8,
            embolden: face.embolden,
            coords: coords_key(face.coords),
        };
        if let Some(known) = self.glyphs.get(&key) {
            return *known;
        }
        let sprite = self.rasterise(face, glyph, f32::from(step) / steps).and_then(|image| self.place(ctx, &image));
        self.glyphs.insert(key, sprite);
        sprite
    }

    fn rasterise(&mut self, face: &RunFace<'_>, glyph: u32, shift: f32) -> Option<Image> {
        let data = face.font.data.as_ref();
        let known = self.fonts.get(&(face.font.data.id(), face.font.index));
        let font = if let Some((offset, key)) = known {
            FontRef { data, offset: *offset, key: *key }
        } else {
            let font = FontRef::from_index(data, face.font.index as usize)?;
            self.fonts.insert((face.font.data.id(), face.font.index), (font.offset, font.key));
            font
        };
        let mut scaler = self.scale.builder(font).size(face.size).normalized_coords(face.coords).build();
        let sources = [Source::ColorOutline(0), Source::ColorBitmap(StrikeWith::BestFit), Source::Outline];
        let mut render = Render::new(&sources);
        render.offset(Vector::new(shift, 0.0));
        if face.embolden {
            // A fortieth of the size is the weight that type founders add from regular to bold.
            render.embolden(face.size / 40.0);
        }
        if face.slant != 0.0 {
            render.transform(Some(Transform::skew(Angle::from_degrees(face.slant), Angle::ZERO)));
        }
        let image = render.render(&mut scaler, u16::try_from(glyph).ok()?)?;
        (image.placement.width > 0 && image.placement.height > 0).then_some(image)
    }

    fn place(&mut self, ctx: &Context, image: &Image) -> Option<Sprite> {
        let (width, height) = (image.placement.width as usize, image.placement.height as usize);
        let (x, y) = self.room(ctx, width, height)?;
        let (pixels, coloured) = match image.content {
            Content::Mask => (image.data.iter().map(|a| Color32::from_white_alpha(*a)).collect(), false),
            Content::Color | Content::SubpixelMask => {
                let colour = |p: &[u8]| Color32::from_rgba_unmultiplied(p[0], p[1], p[2], p[3]);
                (image.data.chunks_exact(4).map(colour).collect::<Vec<_>>(), true)
            }
        };
        if pixels.len() != width * height {
            return None;
        }
        self.texture.as_mut()?.set_partial([x, y], ColorImage::new([width, height], pixels), TextureOptions::LINEAR);
        let side = self.side as f32;
        let corner = |x: usize, y: usize| pos2(x as f32 / side, y as f32 / side);
        Some(Sprite {
            offset: vec2(image.placement.left as f32, -image.placement.top as f32),
            size: vec2(width as f32, height as f32),
            uv: Rect::from_min_max(corner(x, y), corner(x + width, y + height)),
            coloured,
        })
    }

    /// Finds room for a glyph on the shelves; begins a texture of twice the side when there is none, and the largest one over and over.
    fn room(&mut self, ctx: &Context, width: usize, height: usize) -> Option<(usize, usize)> {
        if self.texture.is_none() {
            self.begin(ctx, FIRST_SIDE);
        }
        if let Some(place) = self.shelve(width, height) {
            return Some(place);
        }
        self.begin(ctx, (self.side * 2).min(LARGEST_SIDE));
        self.shelve(width, height)
    }

    fn shelve(&mut self, width: usize, height: usize) -> Option<(usize, usize)> {
        if self.pen_x + width + GAP > self.side {
            self.shelf_y += self.shelf_height + GAP;
            self.shelf_height = 0;
            self.pen_x = GAP;
        }
        if width + 2 * GAP > self.side || self.shelf_y + height + GAP > self.side {
            return None;
        }
        let place = (self.pen_x, self.shelf_y);
        self.pen_x += width + GAP;
        self.shelf_height = self.shelf_height.max(height);
        Some(place)
    }

    fn begin(&mut self, ctx: &Context, side: usize) {
        let side = side.min(ctx.input(|i| i.max_texture_side));
        let empty = ColorImage::filled([side, side], Color32::TRANSPARENT);
        self.texture = Some(ctx.load_texture("reading text", empty, TextureOptions::LINEAR));
        self.glyphs.clear();
        self.side = side;
        (self.shelf_y, self.shelf_height, self.pen_x) = (GAP, 0, GAP);
        self.generation += 1;
    }
}

fn coords_key(coords: &[i16]) -> u64 {
    coords.iter().fold(0, |key, c| key.wrapping_mul(0x0100_0000_01b3) ^ u64::from(c.cast_unsigned()))
}
