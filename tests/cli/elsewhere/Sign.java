// Signs a field of a PDF with Apache PDFBox and openssl: a program that shares no code with casebound.
// java -cp … Sign.java IN.pdf OUT.pdf FIELD KEY.pem CERTIFICATE.pem ROOT.pem [page: something is drawn on page 1 in the same revision]
import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Calendar;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.ExternalSigningSupport;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;

public class Sign {
    static byte[] cms(InputStream content, String key, String certificate, String root) throws Exception {
        Path data = Files.createTempFile("sign", ".bin"), out = Files.createTempFile("sign", ".p7s");
        Files.write(data, content.readAllBytes());
        Process p = new ProcessBuilder("openssl", "cms", "-sign", "-binary", "-nosmimecap", "-md", "sha256", "-outform", "DER", "-in", data.toString(),
                "-signer", certificate, "-inkey", key, "-certfile", root, "-out", out.toString()).inheritIO().start();
        if (p.waitFor() != 0) {
            throw new Exception("openssl cms");
        }
        byte[] bytes = Files.readAllBytes(out);
        Files.delete(data);
        Files.delete(out);
        return bytes;
    }

    static PDAppearanceDictionary appearance(PDDocument document, PDRectangle place) throws Exception {
        PDAppearanceStream drawn = new PDAppearanceStream(document);
        drawn.setBBox(new PDRectangle(place.getWidth(), place.getHeight()));
        drawn.setResources(new PDResources());
        try (PDPageContentStream content = new PDPageContentStream(document, drawn)) {
            content.setNonStrokingColor(0f, 0.4f, 0f);
            content.addRect(5, 5, 50, 20);
            content.fill();
        }
        PDAppearanceDictionary all = new PDAppearanceDictionary();
        all.setNormalAppearance(drawn);
        return all;
    }

    public static void main(String[] a) throws Exception {
        try (PDDocument document = PDDocument.load(new File(a[0])); FileOutputStream out = new FileOutputStream(a[1])) {
            PDSignatureField field = (PDSignatureField) document.getDocumentCatalog().getAcroForm().getField(a[2]);
            PDAnnotationWidget widget = field.getWidgets().get(0);
            PDRectangle place = widget.getRectangle();
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            signature.setReason(a[2]);
            signature.setSignDate(Calendar.getInstance());
            field.getCOSObject().setItem(COSName.V, signature);
            document.addSignature(signature);
            widget.setRectangle(place);
            widget.setAppearance(appearance(document, place));
            field.getCOSObject().setNeedToBeUpdated(true);
            if (a.length > 6) {
                PDPage page = document.getPage(0);
                try (PDPageContentStream content = new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, false)) {
                    content.addRect(100, 300, 200, 50);
                    content.fill();
                }
                for (COSDictionary node = page.getCOSObject(); node != null; node = node.getCOSDictionary(COSName.PARENT)) {
                    node.setNeedToBeUpdated(true); // PDFBox writes what such a path leads to
                }
            }
            ExternalSigningSupport external = document.saveIncrementalForExternalSigning(out);
            external.setSignature(cms(external.getContent(), a[3], a[4], a[5]));
        }
    }
}
